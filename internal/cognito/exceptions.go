package cognito

import "usher/internal/auth"

// exceptions says what each exception means, by its name on the wire: every one that the SDK
// declares, then those that any AWS service may answer. Prefixes appear only where Cognito gives
// one type to several outcomes.
var exceptions = map[string]meaning{
	"NotAuthorizedException": {
		code: auth.Internal,
		texts: []text{
			// The client's own set-up comes first: it must not look like a dead session.
			{"Unable to verify secret hash", misconfigured},
			{"SecretHash does not match", misconfigured},
			{"Client ", misconfigured},
			{"Incorrect username or password.", badLogin},
			{"Password attempts exceeded", meaning{code: auth.RateLimited, wait: lockedAgain}},
			{"Temporary password has expired", notEnabled(featureTemporary)},
			{"User is disabled.", withSession(meaning{code: auth.InvalidCredentials, in: map[operation]meaning{
				confirmSignUp: badCode, confirmForgotPassword: badCode,
				forgotPassword: notEnabled(featureRecovery), resendCode: notEnabled(featureState),
			}})},
			// The status that follows is CONFIRMED as a rule; with any other the code was not looked
			// at either.
			{"User cannot be confirmed. Current status is", confirmed},
			{"SignUp is not permitted", notEnabled(featureSignUp)},
			{"A client attempted to write unauthorized attribute", badInput},
			{"Invalid session for the user", challengeOver},
			{"Invalid Access Token", invalidToken},
			{"Access Token has expired", expiredToken},
			{"Access Token has been revoked", revokedToken},
			// The token is good for other fields: calling it invalid would make clients throw the session away.
			{"Access Token does not have required scopes", meaning{code: auth.Forbidden, in: map[operation]meaning{globalSignOut: invalidToken}}},
		},
		in: byToken(invalidToken, map[operation]meaning{
			signUp:                notEnabled(featureSignUp),
			confirmSignUp:         badCode,
			resendCode:            notEnabled(featureState),
			initiateAuth:          badLogin,
			respondToChallenge:    badLogin,
			getTokens:             dead,
			forgotPassword:        notEnabled(featureRecovery),
			confirmForgotPassword: badCode,
			revokeToken:           nothingToDo,
			adminSetUserPassword:  misconfigured,
			adminGetUser:          misconfigured,
			adminGlobalSignOut:    misconfigured,
			describeUserPool:      misconfigured,
			getPoolMFA:            misconfigured,
		}),
	},
	"InvalidParameterException": {
		code: auth.InvalidInput,
		texts: []text{
			{"USER_AUTH flow not enabled", meaning{code: auth.NotEnabled, feature: featureFactors, alert: true}},
			{"CUSTOM_AUTH flow not enabled", meaning{code: auth.NotEnabled, feature: featureFactors, alert: true}},
			{"Custom auth lambda trigger is not configured", meaning{code: auth.NotEnabled, feature: featureFactors, alert: true}},
			{"USER_PASSWORD_AUTH flow not enabled", meaning{code: auth.NotEnabled, feature: featurePassword, alert: true}},
			{"Auth flow not enabled", meaning{code: auth.NotEnabled, feature: featurePassword, alert: true}},
			{"Initiate Auth method not supported", meaning{code: auth.NotEnabled, feature: featurePassword, alert: true}},
			{"User is already confirmed", confirmed},
			{"Cannot reset password for the user", notEnabled(featureRecovery)},
			{"Could not reset password for the account", notEnabled(featureRecovery)},
			{"1 validation error detected: Value at 'password'", weak},
			{"1 validation error detected: Value at 'proposedPassword'", weak},
			{"1 validation error detected: Value at 'refreshToken'", dead},
			{"1 validation error detected: Value at 'clientSecret'", misconfigured},
			{"1 validation error detected: Value at 'secretHash'", misconfigured},
			{"1 validation error detected: Value at 'clientId'", misconfigured},
			{"1 validation error detected: Value at 'userPoolId'", misconfigured},
		},
		in: map[operation]meaning{
			getTokens: misconfigured, revokeToken: nothingToDo, getUser: invalidToken, globalSignOut: invalidToken,
			describeUserPool: misconfigured, getPoolMFA: misconfigured, completeWebAuthn: unreadable,
		},
	},
	"LimitExceededException": {
		code: auth.RateLimited, wait: attemptsAgain,
		// Here it is the number of passkeys that a user may have, which no waiting changes.
		in:    map[operation]meaning{startWebAuthn: notEnabled(featureMorePasskeys), completeWebAuthn: notEnabled(featureMorePasskeys)},
		texts: []text{{"Exceeded daily email limit", meaning{code: auth.DeliveryFailed}}, {"Attempt limit exceeded", tooManyTries}},
	},
	"ExpiredCodeException": {
		code:  auth.CodeExpired,
		texts: []text{{"Your software token has already been used once.", badCode}},
	},

	// Accounts, passwords, codes.
	"AliasExistsException":                    {code: auth.AliasInUse, in: map[operation]meaning{signUp: {code: auth.UserExists}}},
	"CodeMismatchException":                   badCode,
	"EnableSoftwareTokenMFAException":         badCode,
	"InvalidPasswordException":                weak,
	"PasswordHistoryPolicyViolationException": {code: auth.PasswordReused},
	"PasswordResetRequiredException":          withSession(meaning{code: auth.PasswordResetRequired}),
	"RefreshTokenReuseException":              {code: auth.RefreshTokenReused},
	"TooManyFailedAttemptsException":          tooManyTries,
	"UsernameExistsException":                 {code: auth.UserExists},
	"UserNotConfirmedException":               withSession(meaning{code: auth.NotConfirmed}),
	"UserNotFoundException": withSession(meaning{code: auth.UserNotFound, in: map[operation]meaning{
		initiateAuth: badLogin, respondToChallenge: badLogin, confirmSignUp: badCode, confirmForgotPassword: badCode,
	}}),
	"UnsupportedUserStateException": notEnabled(featureState),

	// Revocation.
	"UnauthorizedException":         misconfigured,
	"UnsupportedOperationException": misconfigured,
	"UnsupportedTokenTypeException": {code: auth.Internal, in: map[operation]meaning{revokeToken: nothingToDo}},

	// Delivery, triggers, and the set-up of pool and client.
	"CodeDeliveryFailureException":             {code: auth.DeliveryFailed},
	"FeatureUnavailableInTierException":        misconfigured,
	"ForbiddenException":                       misconfigured, // the pool's web application firewall
	"InvalidEmailRoleAccessPolicyException":    misconfigured,
	"InvalidLambdaResponseException":           misconfigured,
	"InvalidSmsRoleAccessPolicyException":      misconfigured,
	"InvalidSmsRoleTrustRelationshipException": misconfigured,
	"InvalidUserPoolConfigurationException":    misconfigured,
	"OperationNotEnabledException":             misconfigured,
	"ResourceNotFoundException": {
		code: auth.Misconfigured,
		// Every text but those about pool and client is about the passkey.
		texts: []text{{"User pool", misconfigured}},
		in:    map[operation]meaning{deleteWebAuthn: nothingToDo},
	},
	"ServiceQuotaExceededException":    misconfigured,
	"UnexpectedLambdaException":        misconfigured,
	"UserPoolAddOnNotEnabledException": misconfigured,
	"UserLambdaValidationException": {code: auth.Misconfigured, in: map[operation]meaning{
		signUp: notEnabled(featureTrigger), initiateAuth: notEnabled(featureTrigger),
		resendCode: notEnabled(featureTrigger), forgotPassword: notEnabled(featureTrigger), respondToChallenge: notEnabled(featureTrigger),
	}},

	// Second factors and passkeys.
	"MFAMethodNotFoundException":              secondFactor(),
	"SoftwareTokenMFANotFoundException":       secondFactor(),
	"WebAuthnChallengeNotFoundException":      challengeOver,
	"WebAuthnClientMismatchException":         {code: auth.Unauthenticated, reason: auth.ReasonInvalid, in: map[operation]meaning{respondToChallenge: badLogin}},
	"WebAuthnConfigurationMissingException":   {code: auth.NotEnabled, feature: featurePasskeys, alert: true},
	"WebAuthnCredentialNotSupportedException": unsupported,
	"WebAuthnNotEnabledException":             notEnabled(featurePasskeys),
	// The browser's page is not one that the relying party id covers: a stranger's, or the
	// operator's own under an address that the pool was not told.
	"WebAuthnOriginNotAllowedException":     foreignPasskey("This page may not make passkeys for this site: its address is not one of the site's."),
	"WebAuthnRelyingPartyMismatchException": foreignPasskey("The passkey was made for another site."),

	// Load and faults of the service.
	"ConcurrentModificationException": unavailable,
	"InternalErrorException":          unavailable,
	"InternalServerException":         unavailable,
	"TooManyRequestsException":        throttled,

	// Exceptions of operations that are not called here.
	"DeviceKeyExistsException":             outOfPlace,
	"DuplicateProviderException":           outOfPlace,
	"GroupExistsException":                 outOfPlace,
	"InvalidOAuthFlowException":            outOfPlace,
	"ManagedLoginBrandingExistsException":  outOfPlace,
	"PreconditionNotMetException":          outOfPlace,
	"ScopeDoesNotExistException":           outOfPlace,
	"TermsExistsException":                 outOfPlace,
	"TierChangeNotAllowedException":        outOfPlace,
	"UnsupportedIdentityProviderException": outOfPlace,
	"UserImportInProgressException":        outOfPlace,
	"UserPoolTaggingException":             outOfPlace,

	// What any AWS service may answer. Refused signatures and permissions concern admin calls only.
	"AccessDeniedException":               misconfigured,
	"ExpiredTokenException":               misconfigured,
	"IncompleteSignature":                 misconfigured,
	"IncompleteSignatureException":        misconfigured,
	"InvalidClientTokenId":                misconfigured,
	"InvalidSignatureException":           misconfigured,
	"MissingAuthenticationToken":          misconfigured,
	"MissingAuthenticationTokenException": misconfigured,
	"OptInRequired":                       misconfigured,
	"RequestExpired":                      misconfigured,
	"SignatureDoesNotMatch":               misconfigured,
	"UnrecognizedClientException":         misconfigured,
	"InternalFailure":                     unavailable,
	"ServiceUnavailable":                  unavailable,
	"ServiceUnavailableException":         unavailable,
	"RequestLimitExceeded":                throttled,
	"Throttling":                          throttled,
	"ThrottlingException":                 throttled,
	"SerializationException":              outOfPlace,
	"UnknownOperationException":           outOfPlace,
	"ValidationException":                 badInput,
}
