package localpool

import (
	"errors"
	"time"
)

// signUpSession is the Session of SignUp and ConfirmSignUp, "" where the client cannot sign in by it.
func (p *Pool) signUpSession(s *scope, user *userRecord, step string, now time.Time) (string, error) {
	if !s.client.allows(allowUserAuth) {
		return "", nil
	}
	session, err := p.newSession(&signInAttempt{scope: s, user: user, now: now}, step)
	if err != nil {
		return "", err
	}
	return p.sealSession(s, session)
}

// confirmSession turns the Session of SignUp into that of ConfirmSignUp. A code lives longer than a session: one that came
// too late gets no session and spoils nothing else.
func (p *Pool) confirmSession(t tx, s *scope, user *userRecord, text string, now time.Time) (string, error) {
	if text == "" {
		return "", nil
	}
	session, err := s.openSession(text, now)
	if errors.Is(err, errSessionExpired) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if session.Challenge != sessionOfSignUp || !session.belongsTo(user) {
		return "", fail(notAuthorized, textSessionInvalid)
	}
	if err := unspent(t, session); err != nil {
		return "", err
	}
	if err := burn(t, session); err != nil {
		return "", err
	}
	return p.signUpSession(s, user, sessionOfConfirm, now)
}
