// Package qrcode draws a text as a QR code in SVG.
//
// It owns the drawing: the margin, black on white whatever the page's colours, and the data: URI that
// an img takes. It refuses to know what the text says and to make bitmaps.
//
// Package graph calls it for the address of an authenticator app.
package qrcode
