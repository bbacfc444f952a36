package localpool

// simulatedDelivery is what ForgotPassword and ResendConfirmationCode answer for a name that gets no mail, where the client
// prevents user existence errors. It is the same on every call: an address is masked like a real one, any other name leads
// to letters drawn from its keyed hash.
func (s *scope) simulatedDelivery(name string) *codeDelivery {
	attr := attrEmail
	if s.pool.namesUsers(attrPhone) && phoneForm.MatchString(name) {
		attr = attrPhone
	}
	if attr == attrPhone || emailForm.MatchString(name) {
		return s.deliveryTo(attr, name)
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	sum := keyedHash(s.realm.existenceKey, "delivery", s.pool.normal(name))
	return s.deliveryTo(attrEmail, string(letters[int(sum[0])%len(letters)])+"@"+string(letters[int(sum[1])%len(letters)]))
}

func (c *clientRecord) hidesExistence() bool { return c.Settings.PreventUserExistenceErrors == enabled }
