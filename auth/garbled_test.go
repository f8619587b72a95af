package auth

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// garbling responds to each connection with the same bytes, whatever the request is.
func garbling(t *testing.T, raw string) (url string) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 64<<10))
			_, _ = io.WriteString(conn, raw)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		assert.NoError(t, listener.Close())
		<-done
		noneLeft(t, ignore)
	})
	return "http://" + listener.Addr().String()
}

// TestWireError_Error has servers that send back what the client signed, in places that
// net/http quotes in its errors.
func TestWireError_Error(t *testing.T) {
	echo := "x-security-token:" + spyToken
	// These bytes do not begin as HTTP, so a retry would not help.
	permanent := []string{
		"an echo", "no status line", "no status", "no header", "a malformed length",
		"an unknown encoding", "a header without an end",
	}
	for name, raw := range map[string]string{
		"nothing":                             "",
		"an echo":                             "GET / HTTP/1.1\r\nX-Security-Token: " + spyToken + "\r\n\r\n",
		"no status line":                      echo + "\r\n\r\n",
		"no status":                           "HTTP/1.1 " + echo + "\r\n\r\n",
		"no header":                           "HTTP/1.1 200 OK\r\nX-Security-Token " + spyToken + "\r\n\r\n",
		"a malformed length":                  "HTTP/1.1 200 OK\r\nContent-Length: " + echo + "\r\n\r\n",
		"an unknown encoding":                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + echo + "\r\n\r\n",
		"a malformed chunk":                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echo + "\r\n",
		"a request ID that repeats the token": "HTTP/1.1 503 OK\r\nX-Request-Id: " + echo + "\r\nContent-Length: 0\r\n\r\n",
		"a header without an end":             "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 2<<20),
		"a malformed gzip":                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100\r\n\r\n" + echo + strings.Repeat(" ", 100-len(echo)),
	} {
		t.Run(name, func(t *testing.T) {
			var printed bytes.Buffer
			client := pooled(t, garbling(t, raw), func(c *Config) {
				c.Retry = Retry{MinWait: 1, MaxRetries: 1}
				c.Logger = slog.New(slog.NewTextHandler(&printed, &slog.HandlerOptions{Level: slog.LevelDebug}))
			})
			_, err := client.Do(t.Context(), read(t, "/"))
			require.Error(t, err)
			assert.Equal(t, !slices.Contains(permanent, name), errors.Is(err, ErrUnavailable), "%v", err)
			for e := err; e != nil; e = errors.Unwrap(e) {
				fmt.Fprintf(&printed, "%v %+v %#v %q\n", e, e, e, e)
			}
			assert.NotContains(t, printed.String(), spyToken)
			assert.Less(t, len(err.Error()), 700)
		})
	}
}

func TestWireError_As(t *testing.T) {
	t.Parallel()
	_, err := testClient(t, serving(fails(errDial)), func(c *Config) { c.Retry.MaxRetries = -1 }).Do(t.Context(), read(t, "/"))
	require.ErrorIs(t, err, errDial.Err)
	require.ErrorAs(t, err, new(*net.OpError))
}
