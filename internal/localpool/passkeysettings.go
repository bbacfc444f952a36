package localpool

const (
	verifyRequired  = "required"
	verifyPreferred = "preferred"

	oneFactor   = "SINGLE_FACTOR"
	bothFactors = "MULTI_FACTOR_WITH_USER_VERIFICATION"
)

// webAuthnSettings is WebAuthnConfigurationType.
type webAuthnSettings struct {
	RelyingPartyID      string `json:"RelyingPartyId,omitempty" is:"rpID"`
	UserVerification    string `json:"UserVerification,omitempty" is:"userVerify"`
	FactorConfiguration string `json:"FactorConfiguration,omitempty" is:"passkeyUse"`
}

// passkeysAreMFA tells whether a passkey with user verification stands for both factors.
func (f *poolFactors) passkeysAreMFA() bool {
	return f.WebAuthn != nil && f.WebAuthn.FactorConfiguration == bothFactors
}

func (f *poolFactors) relyingParty() string {
	if f.WebAuthn == nil {
		return ""
	}
	return f.WebAuthn.RelyingPartyID
}

// userVerification is what the pool asks of passkeys.
func (f *poolFactors) userVerification() string {
	if f.WebAuthn == nil {
		return verifyPreferred
	}
	return pick(f.WebAuthn.UserVerification, verifyPreferred)
}
