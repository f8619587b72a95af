package alibabarmtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// OnPage does something to the requests for one page of a list, and lets the others
// pass. A [Fault] counts these, too.
func OnPage(number int, kind Kind) Kind {
	return authtest.NewCallKind(fmt.Sprintf("on page %d: %s", number, kind), func(c *call, next func() reply) reply {
		at, bad := c.asked()
		if !strings.HasPrefix(c.op, "List") || bad != "" || at.number != number {
			return next()
		}
		return kind.Run(c.r.Context(), next)
	})
}

// ClampSize gives pages of n rows at most, however many are asked for, and says
// so in PageSize.
func ClampSize(n int) Kind {
	return move(fmt.Sprintf("page size clamped to %d", n), func(at place, _ int) place {
		at.size = min(at.size, max(1, n))
		return at
	})
}

// ClampNumber gives the last page for every higher number, and says so in PageNumber.
func ClampNumber() Kind {
	return move("page number clamped", func(at place, total int) place {
		at.number = min(at.number, max(1, (total+at.size-1)/at.size))
		return at
	})
}

// IgnoreNumber gives page 1 for every number, and says so in PageNumber.
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

// EchoAsked says the page number and size that were asked for, whatever is given:
//
//	alibabarmtest.Together(alibabarmtest.ClampSize(50), alibabarmtest.EchoAsked())
//
// A service that does not say them at all has [DropField] for both.
func EchoAsked() Kind {
	return authtest.NewCallKind("echo as asked", func(c *call, next func() reply) reply {
		c.echoAsked = true
		return next()
	})
}

// PageTotal says, as the total, how many rows are on the page. For totals that
// are always the same or absent there are [SetField] and [DropField].
func PageTotal() Kind {
	return onList("total of the page", func(_ *call, page map[string]any, rows []any) {
		page["TotalCount"] = len(rows)
	})
}

// ChangingTotal says a total that is right on the first page that the [Fault] hits,
// and on each later one by so much higher than on the one before.
func ChangingTotal(by int) Kind {
	return onList(fmt.Sprintf("total changing by %d", by), func(c *call, page map[string]any, _ []any) {
		if n, ok := page["TotalCount"].(json.Number); ok {
			total, _ := strconv.Atoi(n.String())
			page["TotalCount"] = total + c.hit*by
		}
	})
}

// ShortPage leaves only the first n rows on a page. The others are on no page.
func ShortPage(n int) Kind { return shortPage(fmt.Sprintf("page cut to %d", n), n) }

// EmptyPage leaves no row on a page. They are on no other.
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

// SetField puts a value in place of a field of a good answer, or adds it, as in
// SetField("TotalCount", 0), SetField("Handshakes.Handshake.0.Note", "x"). The value
// becomes JSON, or the same in XML. Where the path leads nowhere, nothing changes.
func SetField(path string, value any) Kind { return authtest.SetField(path, value) }

// DropField takes a field of a good answer away, as in DropField("TotalCount").
func DropField(path string) Kind { return authtest.DropField(path) }
