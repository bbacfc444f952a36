package qrcode_test

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"usher/graph/qrcode"
)

const address = "otpauth://totp/Usher:ann%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP&issuer=Usher"

// drawn reads the black modules of an image by x and y, and the length of its side.
func drawn(t *testing.T, svg string) (black map[[2]int]bool, side int) {
	t.Helper()
	var image struct {
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			D    string `xml:"d,attr"`
			Fill string `xml:"fill,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &image); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(image.ViewBox, "0 0 %d %d", &side, &side); err != nil || len(image.Paths) != 2 || image.Paths[0].Fill != "#fff" {
		t.Fatalf("not a white square with a path: %v, %+v", err, image)
	}
	black = map[[2]int]bool{}
	runs := regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
	if rest := runs.ReplaceAllString(image.Paths[1].D, ""); rest != "" {
		t.Fatalf("the path holds more than runs: %s", rest)
	}
	for _, run := range runs.FindAllStringSubmatch(image.Paths[1].D, -1) {
		x, _ := strconv.Atoi(run[1])
		y, _ := strconv.Atoi(run[2])
		length, _ := strconv.Atoi(run[3])
		for i := range length {
			black[[2]int{x + i, y}] = true
		}
	}
	return black, side
}

func TestTheDrawingIsTheCodeWithAMargin(t *testing.T) {
	svg, err := qrcode.SVG(address)
	if err != nil {
		t.Fatal(err)
	}
	black, side := drawn(t, svg)
	want, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	const margin = 4
	if side != want.Bounds().Dx()+2*margin {
		t.Fatalf("a side of %d modules for a code of %d", side, want.Bounds().Dx())
	}
	for y := range side {
		for x := range side {
			inside := x >= margin && y >= margin && x < side-margin && y < side-margin
			if is := inside && want.At(x-margin, y-margin) == color.Black; black[[2]int{x, y}] != is {
				t.Fatalf("the module at %d,%d is wrong", x, y)
			}
		}
	}
	// The finder patterns of three corners (ISO/IEC 18004, section 6.3.3) tell that black is black.
	for _, corner := range [][2]int{{margin, margin}, {side - margin - 7, margin}, {margin, side - margin - 7}} {
		for i, is := range []bool{true, false, true, true, true, false, true} {
			if black[[2]int{corner[0] + i, corner[1] + 3}] != is {
				t.Errorf("no finder pattern at %v", corner)
			}
		}
	}
}

func TestTheDataURIHoldsTheDrawing(t *testing.T) {
	uri, err := qrcode.DataURI(address)
	if err != nil {
		t.Fatal(err)
	}
	encoded, isSVG := strings.CutPrefix(uri, "data:image/svg+xml;base64,")
	text, err := base64.StdEncoding.DecodeString(encoded)
	if svg, _ := qrcode.SVG(address); !isSVG || err != nil || string(text) != svg {
		t.Errorf("%v: %.80s", err, uri)
	}
	if len(uri) > 32<<10 {
		t.Errorf("%d bytes are a lot for a page", len(uri))
	}
}

func TestWhatCannotBeDrawnIsAnErrorThatDoesNotRepeatIt(t *testing.T) {
	for name, text := range map[string]string{"nothing": "", "too long": strings.Repeat("hunter2", 200)} {
		t.Run(name, func(t *testing.T) {
			if uri, err := qrcode.DataURI(text); err == nil || uri != "" || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %q, %v", uri, err)
			}
		})
	}
}
