package huaweiorgtest

import (
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// EmptyPage returns a list without rows and a marker to the same place. No two such markers are
// equal, so with [Always] it makes an endless row of empty pages.
func EmptyPage() Kind {
	return authtest.NewCallKind("empty page", func(c *call, next func() reply) reply {
		// The highest bit keeps these apart from the markers of RepeatMarker.
		nonce := uint32(c.s.nonces.Add(1)) | 1<<31
		return c.withMarker(next(), nonce, func(page map[string]any) {
			page[c.container()] = []any{}
		})
	})
}

// RepeatMarker returns a list with a marker that leads nowhere: with n = 1 the marker of the
// request (for the first page, one that leads to it again), with a greater n one of a cycle of
// n that all lead to this page. It needs a fault that hits more than n times to close the
// cycle.
func RepeatMarker(n int) Kind {
	return authtest.NewCallKind(fmt.Sprintf("marker repeated after %d", n), func(c *call, next func() reply) reply {
		nonce := 1 + uint32(c.hit%max(1, n))
		return c.withMarker(next(), nonce, func(page map[string]any) {
			sent := c.r.URL.Query().Get("marker")
			if info, ok := page["page_info"].(map[string]any); ok && n <= 1 && sent != "" {
				info["next_marker"] = sent
			}
		})
	})
}

// withMarker sets the marker of a page to its own beginning, and then edits it.
func (c *call) withMarker(out reply, nonce uint32, edit func(page map[string]any)) reply {
	after, _, ok := c.page()
	page, _ := out.Document().(map[string]any)
	if _, isList := page[c.container()]; !ok || !isList {
		return out
	}
	info := map[string]any{"next_marker": c.marker(after, nonce)}
	page["page_info"] = info
	edit(page)
	rows, _ := page[c.container()].([]any)
	info["current_count"] = len(rows)
	out.SetDocument(page)
	return out
}

// container returns what holds the rows of the list.
func (c *call) container() string {
	if c.op == ListAccounts {
		return "accounts"
	}
	return "handshakes"
}

// SetField sets a field of a good response, or adds it, for example
// SetField("page_info.next_marker", nil) or SetField("handshakes.0.notes", "x"). The value
// becomes JSON. If the path leads nowhere, nothing changes.
func SetField(path string, value any) Kind { return authtest.SetField(path, value) }

// DropField removes a field of a good response, for example DropField("page_info").
func DropField(path string) Kind { return authtest.DropField(path) }
