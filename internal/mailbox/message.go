package mailbox

import (
	"fmt"
	"strings"
	"time"
)

// Bounds of one message. Cognito's own templates end at 20,000 characters for
// an e-mail and 140 for a text, so nothing genuine comes near these.
const (
	maxTextBytes  = 64 << 10
	maxFieldBytes = 1 << 10
)

// Message is one e-mail or text as it was sent.
type Message struct {
	ID      string    `json:"id"`
	To      string    `json:"to"`
	Medium  string    `json:"medium"` // EMAIL or SMS, as Cognito spells its DeliveryMedium
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Code    string    `json:"code"`    // the one-time code in Text; empty for a plain notice
	Purpose string    `json:"purpose"` // why it was sent, in the sender's word
	SentAt  time.Time `json:"sentAt"`
}

// check refuses a message that could not be shown or that would outgrow the
// journal's line bound. It names the field, never its content: a text holds a
// code.
func (m Message) check() error {
	if strings.TrimSpace(m.To) == "" {
		return fmt.Errorf("mailbox: a message needs a recipient: set To")
	}
	if len(m.Text) > maxTextBytes {
		return fmt.Errorf("mailbox: the text is %d bytes and at most %d fit: shorten the message template", len(m.Text), maxTextBytes)
	}
	for name, value := range map[string]string{
		"To": m.To, "Medium": m.Medium, "Subject": m.Subject, "Code": m.Code, "Purpose": m.Purpose,
	} {
		if len(value) > maxFieldBytes {
			return fmt.Errorf("mailbox: %s is %d bytes and at most %d fit", name, len(value), maxFieldBytes)
		}
	}
	return nil
}
