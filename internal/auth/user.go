package auth

// Attribute is a user attribute by its Cognito name: a standard OIDC claim or custom:*.
type Attribute struct{ Name, Value string }

// User is a user as the pool's profile holds it.
type User struct {
	Username   string
	Attributes []Attribute // only those the app client may read
}

// Profile is the standard part of a user's attributes. A nil field is an attribute the user does
// not have or the app client may not read.
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

// Profile picks the standard attributes out of the user's list.
func (u User) Profile() Profile {
	var p Profile
	for _, a := range u.Attributes {
		switch a.Name {
		case "email":
			p.Email = &a.Value
		case "email_verified":
			p.EmailVerified = new(a.Value == "true")
		case "phone_number":
			p.PhoneNumber = &a.Value
		case "phone_number_verified":
			p.PhoneNumberVerified = new(a.Value == "true")
		case "name":
			p.Name = &a.Value
		case "given_name":
			p.GivenName = &a.Value
		case "family_name":
			p.FamilyName = &a.Value
		case "locale":
			p.Locale = &a.Value
		case "zoneinfo":
			p.Zoneinfo = &a.Value
		case "picture":
			p.Picture = &a.Value
		}
	}
	return p
}
