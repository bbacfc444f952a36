package qrcode

import (
	"encoding/base64"
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

const (
	// margin is the quiet zone that scanners need, in modules (ISO/IEC 18004, section 6.3.8).
	margin = 4
	// maxText is in bytes: an authenticator app's address has some hundred, and what is much longer
	// draws modules too fine for a phone's camera.
	maxText = 1 << 10
)

// DataURI returns an SVG image of the text as a data: URI.
func DataURI(text string) (string, error) {
	image, err := SVG(text)
	if err != nil {
		return "", err
	}
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(image)), nil
}

// SVG returns an SVG image of the text. Medium error correction survives a scratch on a screen and
// keeps the modules large.
func SVG(text string) (string, error) {
	if text == "" || len(text) > maxText {
		return "", fmt.Errorf("qrcode: a text of %d bytes cannot be drawn: 1 to %d can", len(text), maxText)
	}
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil { // it may quote the text, which holds a secret
		return "", fmt.Errorf("qrcode: a text of %d bytes cannot be encoded", len(text))
	}
	size := code.Bounds().Dx()
	black := func(x, y int) bool { return x < size && code.At(x, y) == color.Black }
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			if !black(x, y) {
				continue
			}
			from := x
			for black(x+1, y) {
				x++
			}
			_, _ = fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+margin, y+margin, x-from+1, x-from+1)
		}
	}
	side := size + 2*margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`, side, side, side, side, path.String()), nil
}
