package authtest_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestSetField(t *testing.T) {
	t.Parallel()
	const shelves = `"shelves":[{"name":"<A> & B"},{"name":"C"}]`
	for name, tc := range map[string]struct {
		kind authtest.Kind
		want string
	}{
		"a removed field": {
			kind: authtest.DropField("page.total"), want: `{"page":{},` + shelves + `}`,
		},
		"a removed object": {kind: authtest.DropField("page"), want: `{` + shelves + `}`},
		"a changed value": {
			kind: authtest.SetField("page.total", 100),
			want: `{"page":{"total":100},` + shelves + `}`,
		},
		"null": {
			kind: authtest.SetField("page", nil), want: `{"page":null,` + shelves + `}`,
		},
		"a field within a row": {
			kind: authtest.SetField("shelves.1.name", "x"),
			want: `{"page":{"total":2},"shelves":[{"name":"<A> & B"},{"name":"x"}]}`,
		},
		"a row": {
			kind: authtest.SetField("shelves.0", nil),
			want: `{"page":{"total":2},"shelves":[null,{"name":"C"}]}`,
		},
		"a removed row": {
			kind: authtest.DropField("shelves.0"),
			want: `{"page":{"total":2},"shelves":[{"name":"C"}]}`,
		},
		"a new field": {
			kind: authtest.SetField("risk", map[string]int{"level": 3}),
			want: `{"page":{"total":2},"risk":{"level":3},` + shelves + `}`,
		},
	} {
		assert.Equal(t, tc.want, newService(tc.kind).get(t).body, name)
	}
}

func TestSetField_nowhere(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "x.y", "shelves.2", "shelves.-1.name", "shelves.x", "shelves.0.name.x"} {
		assert.Equal(t, completeBody, newService(authtest.DropField(path)).get(t).body, path)
	}
	for _, path := range []string{"x.y", "shelves.2", "shelves.-1.name", "shelves.x", "shelves.0.name.x"} {
		assert.Equal(t, completeBody, newService(authtest.SetField(path, 1)).get(t).body, path)
	}
}

func TestSetField_of_errors(t *testing.T) {
	t.Parallel()
	refuse := authtest.NewKind("refuse", func(_ context.Context, _ func() authtest.Reply) authtest.Reply {
		return authtest.JSON(http.StatusForbidden, map[string]string{"code": "1"})
	})
	text := authtest.NewKind("text", func(_ context.Context, _ func() authtest.Reply) authtest.Reply {
		return authtest.Reply{Status: http.StatusOK, Body: []byte("ok")}
	})
	for want, kind := range map[string]authtest.Kind{
		`{"code":"1"}`: refuse,
		`ok`:           text,
		`{"x":1}`:      authtest.Raw(200, `{"x":1}`),
	} {
		for _, change := range []authtest.Kind{authtest.SetField("x", 2), authtest.DropField("x"), authtest.DropField("code")} {
			assert.Equal(t, want, newService(authtest.Together(change, kind)).get(t).body, change)
		}
	}
}

func TestSetField_no_JSON(t *testing.T) {
	t.Parallel()
	s := newService(authtest.SetField("x", make(chan int)))
	s.encode = func(*authtest.Reply) { t.Error("there is no document to change") }
	got := s.get(t)
	assert.Equal(t, http.StatusInternalServerError, got.status)
	assert.Equal(t, "text/plain", got.header.Get("Content-Type"))
	assert.NotEmpty(t, got.body)
}
