package localpool

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"math/big"
	"strings"
)

// SRP-6a as Cognito speaks it: group 15 of RFC 3526, SHA-256, g = 2, and integers hashed as two's complement, so with a
// zero byte in front of a set top bit. math/big does not run in constant time, which a pool for development can afford.

const (
	srpGenerator  = 2
	srpSaltBytes  = 16
	srpKeyBytes   = 16
	srpKeyInfo    = "Caldera Derived Key"
	srpFakePepper = "srp"

	// srpSecretBytes is the length of the server's ephemeral secret: RFC 5054 asks for at least 256 bits.
	srpSecretBytes = 32

	// maxSRPHex bounds SRP_A, in hexadecimal digits: an element of the group has 768 and may carry a zero byte in front.
	maxSRPHex = 770

	srpPrime = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD" +
		"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
		"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F" +
		"83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
		"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510" +
		"15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
		"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
		"BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
)

// srpVerifier is what the pool keeps of a password for SRP, beside the argon2id hash.
type srpVerifier struct {
	Salt     []byte `json:"salt"`
	Verifier []byte `json:"verifier"`
}

// srpGroup holds the constants of the exchange.
type srpGroup struct{ prime, generator, multiplier *big.Int }

func newSRPGroup() *srpGroup {
	prime, ok := new(big.Int).SetString(srpPrime, 16)
	if !ok {
		panic("localpool: the SRP prime is not hexadecimal")
	}
	g := &srpGroup{prime: prime, generator: big.NewInt(srpGenerator)}
	g.multiplier = srpHash(srpPad(g.prime), srpPad(g.generator))
	return g
}

// srpPad is the two's complement form of a number that is not negative.
func srpPad(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) == 0 || b[0]&0x80 != 0 {
		b = append([]byte{0}, b...)
	}
	return b
}

func srpHash(parts ...[]byte) *big.Int {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write(part)
	}
	return new(big.Int).SetBytes(sum.Sum(nil))
}

// srpPoolName is the part of a pool id that goes into the hashes.
func srpPoolName(poolID string) string {
	_, name, _ := strings.Cut(poolID, "_")
	return name
}

// verifier makes what is kept of a password. It holds for one username only: the internal one, which never changes.
func (g *srpGroup) verifier(salt []byte, poolID, username, password string) *srpVerifier {
	identity := sha256.Sum256([]byte(srpPoolName(poolID) + username + ":" + password))
	x := srpHash(srpPad(new(big.Int).SetBytes(salt)), identity[:])
	return &srpVerifier{Salt: salt, Verifier: new(big.Int).Exp(g.generator, x, g.prime).Bytes()}
}

// public makes B from the server's secret b.
func (g *srpGroup) public(v *srpVerifier, b *big.Int) *big.Int {
	public := new(big.Int).Exp(g.generator, b, g.prime)
	public.Add(public, new(big.Int).Mul(g.multiplier, new(big.Int).SetBytes(v.Verifier)))
	return public.Mod(public, g.prime)
}

// parsePublic reads SRP_A. A multiple of the prime would make the session key known to everybody.
func (g *srpGroup) parsePublic(text string) (*big.Int, bool) {
	if len(text) == 0 || len(text) > maxSRPHex || strings.Trim(text, "0123456789abcdefABCDEF") != "" {
		return nil, false
	}
	public, ok := new(big.Int).SetString(text, 16)
	if !ok || new(big.Int).Mod(public, g.prime).Sign() == 0 {
		return nil, false
	}
	return public, true
}

// sessionKey is the key that both sides reach when the password was right.
func (g *srpGroup) sessionKey(v *srpVerifier, clientPublic, b *big.Int) ([]byte, error) {
	u := srpHash(srpPad(clientPublic), srpPad(g.public(v, b)))
	if u.Sign() == 0 {
		return nil, fail(notAuthorized, textWrongCredentials)
	}
	shared := new(big.Int).Exp(new(big.Int).SetBytes(v.Verifier), u, g.prime)
	shared.Mul(shared, clientPublic).Mod(shared, g.prime).Exp(shared, b, g.prime)
	key, err := hkdf.Key(sha256.New, srpPad(shared), srpPad(u), srpKeyInfo, srpKeyBytes)
	if err != nil {
		return nil, fmt.Errorf("localpool: derive an SRP key: %w", err)
	}
	return key, nil
}

// srpSignature is PASSWORD_CLAIM_SIGNATURE before base64.
func srpSignature(key []byte, poolID, username string, block []byte, timestamp string) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range [][]byte{[]byte(srpPoolName(poolID)), []byte(username), block, []byte(timestamp)} {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// simulatedVerifier is the same on every call for a name without a verifier, so that SALT tells nobody apart. No password
// leads to it.
func (s *scope) simulatedVerifier(g *srpGroup, name string) *srpVerifier {
	normal := s.pool.normal(s.simulatedUsername(name))
	x := new(big.Int).SetBytes(keyedHash(s.realm.existenceKey, srpFakePepper, "verifier", normal))
	return &srpVerifier{
		Salt:     keyedHash(s.realm.existenceKey, srpFakePepper, "salt", normal)[:srpSaltBytes],
		Verifier: new(big.Int).Exp(g.generator, x, g.prime).Bytes(),
	}
}

// simulatedUsername is the internal name that a name without a user seems to have. Such a name stands for itself, so that it
// can be sent back.
func (s *scope) simulatedUsername(name string) string {
	if len(s.pool.Immutable.UsernameAttributes) == 0 || (!emailForm.MatchString(name) && !phoneForm.MatchString(name)) {
		return name
	}
	return formatUUID(keyedHash(s.realm.existenceKey, srpFakePepper, "username", s.pool.normal(name)))
}
