package authtest

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// SetField sets a field of a good response, or adds it, for example SetField("page.total", 0)
// or SetField("items.0.name", "x"). The value becomes JSON. If the path leads nowhere, nothing
// changes.
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

// DropField removes a field of a good response, for example DropField("page").
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
	return Kind{name, func(_ context.Context, next func() Reply) Reply {
		out := next()
		if doc := out.Document(); doc != nil {
			out.SetDocument(at(doc, keys, change))
		}
		return out
	}}
}

// at applies change to the holder of the last key, and stores the result there.
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
