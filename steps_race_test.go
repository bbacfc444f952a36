package main

import (
	"fmt"
	"sync"
	"testing"

	"github.com/pquerna/otp/totp"
)

// Sizes of the races.
const (
	stepRacers     = 200
	totpChallenges = 50 // each has a password compared before it, which is slow on purpose
)

// raced are instances before one pool: one alone, or several with a shared store.
func raced(t *testing.T, instances int) (*stage, []*instance) {
	t.Helper()
	s := newStage(t, "header")
	if instances == 1 {
		return s, []*instance{s.in}
	}
	settings := append(inFrontOf(t, s.pool, s.calls.url), "REDIS_URL="+startRedis(t).URL())
	var all []*instance
	for range instances {
		in := startAt(t, s.c, settings...)
		in.mailbox = s.pool
		all = append(all, in)
	}
	s.in = all[0]
	return s, all
}

// race has all racers answer at one signal, each its challenge with its answer, spread over the
// instances. It counts what they were told.
func race(t *testing.T, all []*instance, input func(racer int) map[string]any) (told map[string]int, winner tokens) {
	t.Helper()
	answers := make([]answer, stepRacers)
	start := make(chan struct{})
	var ready, racers sync.WaitGroup
	for racer := range stepRacers {
		ready.Add(1)
		racers.Go(func() {
			ready.Done()
			<-start
			answers[racer] = all[racer%len(all)].call(respondOp, map[string]any{"input": input(racer)})
		})
	}
	ready.Wait()
	close(start)
	racers.Wait()
	told = map[string]int{}
	for _, one := range answers {
		got := field[step](t, one, "respondToChallenge")
		if told[got.Typename]++; got.Typename == "Session" {
			winner = got.Tokens
		}
	}
	t.Logf("%d racers were told %v", stepRacers, told)
	return told, winner
}

// onlyOne demands one session, and for the others nothing but the answers named.
func onlyOne(t *testing.T, told map[string]int, others ...string) {
	t.Helper()
	sum := told["Session"]
	for _, name := range others {
		sum += told[name]
	}
	if told["Session"] != 1 || sum != stepRacers {
		t.Errorf("told %v, want one Session, and for the others one of %v", told, others)
	}
}

func TestOneChallengeIsAnsweredOnceHoweverManyAnswer(t *testing.T) {
	for _, instances := range []int{1, 3} {
		t.Run(fmt.Sprint(instances, " instances"), func(t *testing.T) {
			s, all := raced(t, instances)
			racing := kinds()
			for _, name := range []string{"a choice, second", "a choice, first, by mail"} { // they lead to no session
				delete(racing, name)
			}
			for name, p := range racing {
				t.Run(name, func(t *testing.T) {
					a := s.cast(t, "race"+digits(name), p.user)
					m := p.moves[0]
					at := wantStep(t, "begun", m.from, s.begin(t, a, p.begin))
					right := m.with(t, s, a, at)
					before := s.calls.of("RespondToAuthChallenge")
					told, winner := race(t, all, func(int) map[string]any { return map[string]any{"challenge": at.Challenge, "answer": right} })
					onlyOne(t, told, "RateLimited", "ChallengeExpired")
					if n := s.calls.of("RespondToAuthChallenge") - before; n != 1 {
						t.Errorf("%d answers reached the pool", n)
					}
					if who := field[me](t, all[0].call(meOp, nil, bearer(winner)), "me"); who.Email != a.email {
						t.Errorf("me = %+v", who)
					}
				})
			}
			t.Run("a choice sends one message", func(t *testing.T) {
				a := s.cast(t, "choice", shape{})
				at := wantStep(t, "begun", "SelectFactorChallenge", s.begin(t, a, nameOnly))
				told, _ := race(t, all, func(int) map[string]any {
					return map[string]any{"challenge": at.Challenge, "answer": map[string]any{"factor": "EMAIL"}}
				})
				if n := len(s.in.mails(a.email)); n != 1 || told["CodeChallenge"] != 1 {
					t.Errorf("%d messages were sent, %d challenges given", n, told["CodeChallenge"])
				}
			})
			t.Run("wrong answers do not outrun the tries", func(t *testing.T) {
				a := s.cast(t, "guesses", shape{})
				at := wantStep(t, "begun", "CodeChallenge", s.begin(t, a, withFactor("EMAIL")))
				right := readsTheMail.with(t, s, a, at)
				before := s.calls.of("RespondToAuthChallenge")
				for range 3 {
					told, _ := race(t, all, func(int) map[string]any {
						return map[string]any{"challenge": at.Challenge, "answer": mistaken(right)}
					})
					if told["Session"] > 0 {
						t.Errorf("a wrong code signs in: %v", told)
					}
				}
				if n := s.calls.of("RespondToAuthChallenge") - before; n == 0 || n > 5 {
					t.Errorf("%d guesses reached the pool, want at most 5", n)
				}
			})
			demanding(t, s.pool)
			t.Run("one new app is set up", func(t *testing.T) {
				a := s.cast(t, "setup", shape{})
				at := wantStep(t, "begun", "MfaSetupChallenge", s.begin(t, a, withPassword))
				right := setsUpTheApp.with(t, s, a, at)
				told, _ := race(t, all, func(int) map[string]any { return map[string]any{"challenge": at.Challenge, "answer": right} })
				onlyOne(t, told, "RateLimited", "ChallengeExpired")
				if n := s.calls.of("VerifySoftwareToken"); n != 1 {
					t.Errorf("%d proofs of it reached the pool", n)
				}
			})
		})
	}
}

func TestOneValueOfAnAppSignsInOnceHoweverManyChallengesItAnswers(t *testing.T) {
	for _, instances := range []int{1, 3} {
		t.Run(fmt.Sprint(instances, " instances"), func(t *testing.T) {
			s, all := raced(t, instances)
			a := s.cast(t, "ann", shape{second: []string{"TOTP"}})
			challenges := make([]string, totpChallenges)
			for i := range challenges {
				challenges[i] = wantStep(t, "begun", "TotpChallenge", s.begin(t, a, withPassword)).Challenge
			}
			code, err := totp.GenerateCode(a.secret, s.c.Now())
			must(t, err)
			told, _ := race(t, all, func(racer int) map[string]any {
				return map[string]any{"challenge": challenges[racer%totpChallenges], "answer": map[string]any{"totpCode": code}}
			})
			onlyOne(t, told, "RateLimited", "ChallengeExpired", "InvalidCode")
			if told["InvalidCode"] == 0 {
				t.Error("the value was refused by no challenge, so nothing raced for it")
			}
		})
	}
}
