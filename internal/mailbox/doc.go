// Package mailbox keeps what the local pool sent, e-mails and texts, and shows
// it as a page and as JSON, so that a person or a test can read the code that
// in production would have arrived by mail.
//
// It owns the messages, their journal on disk (mailbox.jsonl) and the routes
// under /mailbox. It refuses to send anything anywhere, to know users or pools,
// and to import anything of Usher but the head that its pages share: who delivers
// into it is not its concern.
//
// The server creates one mailbox in local mode, hands Put to the local pool as
// its way of delivering, and mounts Handler. It never exists in front of a real
// user pool.
package mailbox
