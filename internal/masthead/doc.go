// Package masthead is what the pages of this server have in common: the head
// with the way to the other pages, the colours, and the headers that such a
// page is sent with.
//
// It owns one template, one style sheet and the links. It refuses to know what
// is on a page and who is signed in there: the page puts that beside the links
// itself. The style sheet is served by each page below its own address, so that
// a page needs no route but its own.
//
// The playground and the mailbox use it. It imports nothing else of Usher.
package masthead
