package localpool

import (
	"context"
	"crypto/subtle"
	"io"
	"strings"
)

const (
	customTries = 3

	wordSyllables  = 5
	wordConsonants = "bdfgklmnprstvz"
	wordVowels     = "aeiou"

	privateWord    = "word"
	paramMedium    = "medium"
	paramTo        = "destination"
	purposeCustom  = "CustomChallenge"
	wordSubject    = "Your sign-in word"
	wordText       = "Your sign-in word is " + placeholderCode
	wordParameters = 2
)

// mailedWord is the CustomAuth of a pool that was given none: it sends a random word to an address the user has proven, and
// asks for it, three times at most. With CHALLENGE_NAME=SRP_A it asks for the password first.
type mailedWord struct {
	random io.Reader
	// fixed replaces the word, "" for none.
	fixed string
}

// Define counts the answers.
func (m *mailedWord) Define(_ context.Context, request *CustomRequest) (CustomDecision, error) {
	tries := 0
	last := CustomRound{}
	for _, round := range request.Rounds {
		last = round
		if round.Challenge == challengeCustom {
			tries++
		}
	}
	switch {
	case last.Challenge == challengeFirstSRPStep:
		return CustomDecision{Challenge: challengeVerifier}, nil
	case last.Challenge == challengeCustom && last.Passed:
		return CustomDecision{IssueTokens: true}, nil
	case tries >= customTries, last.Challenge == challengeVerifier && !last.Passed:
		return CustomDecision{Fail: true}, nil
	}
	return CustomDecision{Challenge: challengeCustom}, nil
}

// Create sends one word per sign-in: a further try is about the same word.
func (m *mailedWord) Create(_ context.Context, request *CustomRequest) (CustomChallenge, error) {
	made := CustomChallenge{Public: make(map[string]string, wordParameters)}
	made.Public[paramMedium], made.Public[paramTo] = request.delivery.DeliveryMedium, request.delivery.Destination
	for _, round := range request.Rounds {
		if round.Challenge == challengeCustom {
			made.Metadata = round.Metadata
		}
	}
	if made.Metadata == "" {
		word, err := m.word()
		if err != nil {
			return made, err
		}
		made.Metadata = word
		if request.address != "" {
			made.Messages = []Message{{
				To: request.address, Medium: request.delivery.DeliveryMedium, Subject: wordSubject, Code: word, Purpose: purposeCustom,
				Username: request.Username, Text: strings.ReplaceAll(wordText, placeholderCode, word),
			}}
		}
	}
	made.Private = map[string]string{privateWord: made.Metadata}
	return made, nil
}

// Verify compares in constant time. Nobody's word is never right.
func (m *mailedWord) Verify(_ context.Context, request *CustomRequest, private map[string]string, answer string) (bool, error) {
	same := subtle.ConstantTimeCompare([]byte(private[privateWord]), []byte(answer)) == 1
	return same && private[privateWord] != "" && !request.UserNotFound, nil
}

// word can be read aloud. There are 1.7 billion.
func (m *mailedWord) word() (string, error) {
	if m.fixed != "" {
		return m.fixed, nil
	}
	consonants, err := randomString(m.random, wordConsonants, wordSyllables)
	if err != nil {
		return "", err
	}
	vowels, err := randomString(m.random, wordVowels, wordSyllables)
	if err != nil {
		return "", err
	}
	var word strings.Builder
	for i := range wordSyllables {
		word.WriteByte(consonants[i])
		word.WriteByte(vowels[i])
	}
	return word.String(), nil
}
