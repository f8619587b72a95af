package authtest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestReply_Default(t *testing.T) {
	t.Parallel()
	var r authtest.Reply
	r.SetHeader("date: never", "X-Empty:", "X-Url: http://h")
	for _, name := range []string{"date", "x-empty", "X-Other"} {
		r.Default(name, "x")
	}
	assert.Equal(t, http.Header{"Date": {"never"}, "X-Empty": {""}, "X-Url": {"http://h"}, "X-Other": {"x"}}, r.Header)
}

func TestReply_Document(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, http.StatusOK} {
		r := authtest.Reply{Status: status, Body: []byte(`{"n":12345678901234567890.10}`)}
		doc := r.Document()
		assert.Equal(t, map[string]any{"n": json.Number("12345678901234567890.10")}, doc)
		r.SetDocument(doc)
		assert.Equal(t, `{"n":12345678901234567890.10}`, string(r.Body))
	}
}

func TestReply_length(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "64", newService().get(t).header.Get("Content-Length"))
	wrong := authtest.Raw(200, "abc", "Content-Length: 7")
	assert.Equal(t, "7", newService(wrong).get(t).header.Get("Content-Length"), "the header of the fault stays")
}
