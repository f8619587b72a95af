package alibabarmtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// OnPage applies a kind to the requests for one page of a list, and lets the others pass. A
// [Fault] counts these, too.
func OnPage(number int, kind Kind) Kind {
	return authtest.NewCallKind(fmt.Sprintf("on page %d: %s", number, kind), func(c *call, next func() reply) reply {
		at, bad := c.asked()
		if !strings.HasPrefix(c.op, "List") || bad != "" || at.number != number {
			return next()
		}
		return kind.Run(c.r.Context(), next)
	})
}

// ClampSize returns pages of at most n rows, however many the request asks for, and reports n
// in PageSize.
func ClampSize(n int) Kind {
	return move(fmt.Sprintf("page size clamped to %d", n), func(at place, _ int) place {
		at.size = min(at.size, max(1, n))
		return at
	})
}

// ClampNumber returns the last page for every higher number, and reports that number in
// PageNumber.
func ClampNumber() Kind {
	return move("page number clamped", func(at place, total int) place {
		at.number = min(at.number, max(1, (total+at.size-1)/at.size))
		return at
	})
}

// IgnoreNumber returns page 1 for every number, and reports 1 in PageNumber.
func IgnoreNumber() Kind {
	return move("page number ignored", func(at place, _ int) place {
		at.number = 1
		return at
	})
}

func move(name string, to func(at place, total int) place) Kind {
	return authtest.NewCallKind(name, func(c *call, next func() reply) reply {
		c.moves = append(c.moves, to)
		return next()
	})
}

// EchoAsked reports the page number and size of the request, whatever the page is:
//
//	alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.EchoAsked())
//
// [DropField] for both makes a service that does not report them.
func EchoAsked() Kind {
	return authtest.NewCallKind("echo as asked", func(c *call, next func() reply) reply {
		c.echoAsked = true
		return next()
	})
}

// PageTotal reports the number of rows on the page as the total. Use [SetField] and [DropField]
// for a total that is always the same, or missing.
func PageTotal() Kind {
	return onList("total of the page", func(_ *call, page map[string]any, rows []any) {
		page["TotalCount"] = len(rows)
	})
}

// ChangingTotal reports a total that is right on the first page that the [Fault] hits. On each
// later page, it is higher by so much than on the one before.
func ChangingTotal(by int) Kind {
	return onList(fmt.Sprintf("total changing by %d", by), func(c *call, page map[string]any, _ []any) {
		if n, ok := page["TotalCount"].(json.Number); ok {
			total, _ := strconv.Atoi(n.String())
			page["TotalCount"] = total + c.hit*by
		}
	})
}

// ShortPage returns only the first n rows of a page. No page has the others.
func ShortPage(n int) Kind { return shortPage(fmt.Sprintf("page cut to %d", n), n) }

// EmptyPage returns a page without rows. No other page has them.
func EmptyPage() Kind { return shortPage("empty page", 0) }

func shortPage(name string, n int) Kind {
	return onList(name, func(c *call, page map[string]any, rows []any) {
		container, name := c.container()
		page[container] = map[string]any{name: rows[:max(0, min(n, len(rows)))]}
	})
}

// onList edits a page of a list.
func onList(name string, edit func(c *call, page map[string]any, rows []any)) Kind {
	return authtest.NewCallKind(name, func(c *call, next func() reply) reply {
		out := next()
		page, _ := out.Document().(map[string]any)
		container, name := c.container()
		list, _ := page[container].(map[string]any)
		rows, ok := list[name].([]any)
		if !ok {
			return out
		}
		edit(c, page, rows)
		out.SetDocument(page)
		return out
	})
}

// SetField sets a field of a good response, or adds it, for example SetField("TotalCount", 0)
// or SetField("Handshakes.Handshake.0.Note", "x"). The value becomes JSON, or the same in XML.
// If the path leads nowhere, nothing changes.
func SetField(path string, value any) Kind { return authtest.SetField(path, value) }

// DropField removes a field of a good response, for example DropField("TotalCount").
func DropField(path string) Kind { return authtest.DropField(path) }
