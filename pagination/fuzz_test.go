package pagination_test

import (
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// FuzzCursor checks that no text makes a walk panic, and that a pager accepts only the text
// that it issues for the same position.
func FuzzCursor(f *testing.F) {
	for c := range readGolden(f) {
		f.Add(string(c), true)
		f.Add(string(c), false)
	}
	f.Add(string(cursorOfAccount), false)
	f.Add("", true)
	f.Add("AQ==\n", false)
	f.Add(string(forge(3, "list", "", 100, 0, 1, 0)), true)
	f.Add(string(forge(2, "list", "", 1<<40, 1<<40, 1<<40, 1<<40)), true)
	f.Fuzz(func(t *testing.T, text string, numbered bool) {
		check := func(c pagination.Cursor) {
			pager, log := pagerAt("list", 2000, numbered, "")
			page, err := pager.Page(t.Context(), c)
			switch {
			case err != nil && log.count() > 0:
				t.Fatalf("sent a request before it rejected %q: %v", c, err)
			case err == nil && c != "" && page.After(-1) != c:
				t.Fatalf("accepted %q, but issues %q for its position", c, page.After(-1))
			}
		}
		check(pagination.Cursor(text))
		// With a valid checksum, the text reaches code that mutations of a cursor do not reach.
		check(seal([]byte(text)))
		if sealed := forge(2, "list", text, 10, 0, 1, 0); numbered {
			check(sealed)
		} else {
			check(forge(2, "list", text, 10, 0, 0, 0))
		}
	})
}
