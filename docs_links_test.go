package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// pageLinks finds the targets of links and images, anchors with them.
	pageLinks = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	// pageBlocks and pageCode are shown as they stand: fenced blocks, and code within a line.
	pageBlocks = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	pageCode   = regexp.MustCompile("`[^`\n]*`")
	// pageHeadings finds the headings, whose anchors GitHub makes of their words.
	pageHeadings = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	// notInAnchors is what GitHub drops of a heading.
	notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// TestTheLinksOfThePagesLead follows every relative link of every page to its file and heading.
func TestTheLinksOfThePagesLead(t *testing.T) {
	pages, links := 0, 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && path != ".") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		pages++
		for _, link := range pageLinks.FindAllStringSubmatch(pageCode.ReplaceAllString(pageBlocks.ReplaceAllString(readFile(t, path), ""), ""), -1) {
			if strings.Contains(link[1], "://") || strings.HasPrefix(link[1], "mailto:") {
				continue
			}
			links++
			file, anchor, _ := strings.Cut(link[1], "#")
			target := path
			if file != "" {
				target = filepath.Join(filepath.Dir(path), file)
			}
			switch _, err := os.Stat(target); {
			case err != nil:
				t.Errorf("%s links to %s, which is not there", path, link[1])
			case anchor != "" && !anchors(readFile(t, target))[anchor]:
				t.Errorf("%s links to %s, and %s has no such heading", path, link[1], target)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages == 0 || links == 0 {
		t.Fatalf("%d pages with %d links: the pattern is off", pages, links)
	}
}

// anchors are the names under which the headings of a page are linked to.
func anchors(page string) map[string]bool {
	names := map[string]bool{}
	for _, heading := range pageHeadings.FindAllStringSubmatch(pageBlocks.ReplaceAllString(page, ""), -1) {
		words := notInAnchors.ReplaceAllString(strings.ToLower(heading[1]), "")
		names[strings.ReplaceAll(words, " ", "-")] = true
	}
	return names
}
