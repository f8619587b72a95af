package pagination_test

import (
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// FuzzCursor: no text makes a walk panic, and each text that is accepted is just
// what would be issued for the place it leads to.
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
			pager, asked := pagerAt("list", 2000, numbered, "")
			page, err := pager.Page(t.Context(), c)
			switch {
			case err != nil && asked.count() > 0:
				t.Fatalf("asked for a page before it refused %q: %v", c, err)
			case err == nil && c != "" && page.After(-1) != c:
				t.Fatalf("accepted %q, which is spelled %q", c, page.After(-1))
			}
		}
		check(pagination.Cursor(text))
		// A valid checksum leads deeper than any mutation could.
		check(seal([]byte(text)))
		if sealed := forge(2, "list", text, 10, 0, 1, 0); numbered {
			check(sealed)
		} else {
			check(forge(2, "list", text, 10, 0, 0, 0))
		}
	})
}
