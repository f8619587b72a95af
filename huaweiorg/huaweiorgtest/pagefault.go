package huaweiorgtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// EmptyPage answers a list with no invitations and a marker to the very same place.
// No two such markers are equal: for ever, it makes an endless row of empty pages.
func EmptyPage() Kind {
	return Kind{"empty page", func(c *call, next func() reply) reply {
		// The highest bit keeps these apart from the markers of RepeatMarker.
		nonce := uint32(c.s.nonces.Add(1)) | 1<<31
		return c.withMarker(next(), nonce, func(page map[string]any) {
			page["handshakes"] = []any{}
		})
	}}
}

// RepeatMarker answers a list with a marker that leads nowhere: with n = 1 the one
// that was just sent (for the first page, one that leads to it again), with a
// greater n one of a cycle of n that all lead to this page. It needs a fault that
// hits more than n times to close the cycle.
func RepeatMarker(n int) Kind {
	return Kind{fmt.Sprintf("marker repeated after %d", n), func(c *call, next func() reply) reply {
		nonce := 1 + uint32(c.hit%max(1, n))
		return c.withMarker(next(), nonce, func(page map[string]any) {
			sent := c.r.URL.Query().Get("marker")
			if info, ok := page["page_info"].(map[string]any); ok && n <= 1 && sent != "" {
				info["next_marker"] = sent
			}
		})
	}}
}

// withMarker gives a page the marker of its own beginning, and then edits it.
func (c *call) withMarker(out reply, nonce uint32, edit func(page map[string]any)) reply {
	after, _, ok := c.page()
	page, _ := decode(out.body).(map[string]any)
	if _, isList := page["handshakes"]; !ok || !isList || out.status != http.StatusOK {
		return out
	}
	info := map[string]any{"next_marker": c.marker(after, nonce)}
	page["page_info"] = info
	edit(page)
	rows, _ := page["handshakes"].([]any)
	info["current_count"] = len(rows)
	return c.edited(out, page)
}

// SetField puts a value in place of a field of a good answer, or adds it, as in
// SetField("page_info.next_marker", nil), SetField("handshakes.0.notes", "x"). The
// value becomes JSON. Where the path leads nowhere, nothing changes.
func SetField(path string, value any) Kind {
	return fieldKind("set "+path, path, func(node any, key string) any {
		switch node := node.(type) {
		case map[string]any:
			node[key] = value
		case []any:
			if i, ok := index(node, key); ok {
				node[i] = value
			}
		}
		return node
	})
}

// DropField takes a field of a good answer away, as in DropField("page_info").
func DropField(path string) Kind {
	return fieldKind("drop "+path, path, func(node any, key string) any {
		switch node := node.(type) {
		case map[string]any:
			delete(node, key)
		case []any:
			if i, ok := index(node, key); ok {
				return slices.Delete(node, i, i+1)
			}
		}
		return node
	})
}

func fieldKind(name, path string, change func(node any, key string) any) Kind {
	keys := strings.Split(path, ".")
	return Kind{name, func(c *call, next func() reply) reply {
		out := next()
		doc := decode(out.body)
		if out.status != http.StatusOK || doc == nil {
			return out
		}
		return c.edited(out, at(doc, keys, change))
	}}
}

// at applies change to the holder of the last key, and puts the result in its place.
func at(node any, keys []string, change func(node any, key string) any) any {
	key := keys[0]
	if len(keys) == 1 {
		return change(node, key)
	}
	switch node := node.(type) {
	case map[string]any:
		if child, ok := node[key]; ok {
			node[key] = at(child, keys[1:], change)
		}
	case []any:
		if i, ok := index(node, key); ok {
			node[i] = at(node[i], keys[1:], change)
		}
	}
	return node
}

func index(list []any, key string) (int, bool) {
	i, err := strconv.Atoi(key)
	return i, err == nil && i >= 0 && i < len(list)
}

// decode keeps numbers as they are written; it is nil where there is no JSON.
func decode(body []byte) any {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var doc any
	if d.Decode(&doc) != nil {
		return nil
	}
	return doc
}

// edited keeps all of a reply but its body.
func (c *call) edited(out reply, doc any) reply {
	changed := c.json(out.status, doc)
	out.status, out.body = changed.status, changed.body
	return out
}
