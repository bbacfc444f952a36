package seal

import "encoding/binary"

// maxProfile is in bytes, encoded. With it and an access token of forty groups a value still has
// less than 4 KiB.
const maxProfile = 1 << 10

// Profile is the part of an ID token that an access token lacks. A nil field is a claim that is
// not there.
type Profile struct {
	Email               *string
	EmailVerified       *bool
	PhoneNumber         *string
	PhoneNumberVerified *bool
	Name                *string
	GivenName           *string
	FamilyName          *string
	Locale              *string
	Zoneinfo            *string
	Picture             *string
}

// The encoded form is two bytes of flags, then each text that is there with its length in front.
// A text has one flag, a truth two: whether it is there, and what it says.
const (
	profileTexts  = 8
	profileTruths = 2
	flagBytes     = 2
	knownFlags    = 1<<(profileTexts+2*profileTruths) - 1
)

// texts and truths are in the order of the flags, which must not change.
func (p *Profile) texts() [profileTexts]**string {
	return [...]**string{
		&p.Email, &p.PhoneNumber, &p.Name, &p.GivenName, &p.FamilyName, &p.Locale, &p.Zoneinfo, &p.Picture,
	}
}

func (p *Profile) truths() [profileTruths]**bool {
	return [...]**bool{&p.EmailVerified, &p.PhoneNumberVerified}
}

// encode returns nothing for a profile that is absent or too long.
func (p *Profile) encode() []byte {
	if p == nil {
		return nil
	}
	var flags uint16
	data := make([]byte, flagBytes)
	for i, text := range p.texts() {
		if *text != nil {
			flags |= 1 << i
			data = binary.AppendUvarint(data, uint64(len(**text)))
			data = append(data, **text...)
		}
	}
	for i, truth := range p.truths() {
		if *truth != nil {
			flags |= truthThere(i)
			if **truth {
				flags |= truthThere(i) << 1
			}
		}
	}
	if len(data) > maxProfile {
		return nil
	}
	binary.BigEndian.PutUint16(data, flags)
	return data
}

// decodeProfile returns nil for no bytes, and accepts only what encode writes.
func decodeProfile(data []byte) (p *Profile, ok bool) {
	if len(data) == 0 {
		return nil, true
	}
	if len(data) < flagBytes || len(data) > maxProfile {
		return nil, false
	}
	flags := binary.BigEndian.Uint16(data)
	if flags&^knownFlags != 0 {
		return nil, false
	}
	p = new(Profile)
	r := reader{rest: data[flagBytes:]}
	for i, text := range p.texts() {
		if flags&(1<<i) != 0 {
			*text = new(string(r.take(r.uvarint())))
		}
	}
	for i, truth := range p.truths() {
		there, says := flags&truthThere(i) != 0, flags&(truthThere(i)<<1) != 0
		if says && !there {
			return nil, false
		}
		if there {
			*truth = new(says)
		}
	}
	if !r.done() {
		return nil, false
	}
	return p, true
}

func truthThere(i int) uint16 { return 1 << (profileTexts + 2*i) }
