package audit

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A browser is a headless Chromium with one tab, which shows pages of reports. It speaks
// the DevTools protocol over a pipe: messages in JSON that end in a zero byte.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	id      int
	console []string // errors and warnings, such as of the content policy

	server   *httptest.Server
	mu       sync.Mutex
	page     string
	requests []string
}

// A message is a result of a command, or an event.
type message struct {
	ID                    int
	Method                string
	Params, Result, Error json.RawMessage
}

// startBrowser skips the test if Chromium is not installed, and in a race build, in which the same
// test takes several times as long. The browser reaches no host except that of the page.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the page has no goroutines for a race build to watch: run the test without -race")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed, so the page is not tested in a browser")
	}
	b := &browser{t: t}
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.requests = append(b.requests, r.URL.Path)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(b.page))
	}))
	t.Cleanup(b.server.Close)
	toChild, to, err := os.Pipe()
	require.NoError(t, err)
	from, fromChild, err := os.Pipe()
	require.NoError(t, err)
	cmd := exec.Command(path, // the end of the test closes it; a canceled context would kill it
		"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{toChild, fromChild}
	require.NoError(t, cmd.Start())
	_ = toChild.Close()
	_ = fromChild.Close()
	b.to, b.from = to, bufio.NewReader(from)
	t.Cleanup(func() {
		_ = to.Close()                     // ends the browser
		_, _ = io.Copy(io.Discard, b.from) // until all of its processes have ended
		_ = cmd.Wait()
		_ = from.Close()
	})
	var targets struct {
		TargetInfos []struct{ TargetID, Type string }
	}
	b.call("Target.getTargets", nil, &targets)
	for _, target := range targets.TargetInfos {
		if target.Type == "page" {
			var attached struct{ SessionID string }
			b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
			b.session = attached.SessionID
		}
	}
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

// call sends a command and reads messages until its result comes.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	b.id++
	data, err := json.Marshal(struct {
		ID      int    `json:"id"`
		Session string `json:"sessionId,omitempty"`
		Method  string `json:"method"`
		Params  any    `json:"params,omitempty"`
	}{b.id, b.session, method, params})
	require.NoError(b.t, err)
	_, err = b.to.Write(append(data, 0))
	require.NoError(b.t, err)
	b.read(func(m message) bool {
		if m.ID != b.id {
			return false
		}
		require.Empty(b.t, string(m.Error), method)
		if result != nil {
			require.NoError(b.t, json.Unmarshal(m.Result, result))
		}
		return true
	})
}

// read reads messages until done, and keeps what the console shows.
func (b *browser) read(done func(message) bool) {
	b.t.Helper()
	for {
		data, err := b.from.ReadBytes(0)
		require.NoError(b.t, err)
		var m message
		require.NoError(b.t, json.Unmarshal(bytes.TrimSuffix(data, []byte{0}), &m))
		switch m.Method {
		case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown":
			if !strings.Contains(string(m.Params), "favicon.ico") {
				b.console = append(b.console, string(m.Params))
			}
		}
		if done(m) {
			return
		}
	}
}

// open shows the page of a report.
func (b *browser) open(r *audit) {
	b.t.Helper()
	b.mu.Lock()
	b.page, b.requests = render(b.t, r), nil
	b.mu.Unlock()
	b.console = nil
	b.call("Page.navigate", map[string]any{"url": b.server.URL + "/"}, nil)
	b.eval(`new Promise(done => document.readyState === "complete" ? done(0) : addEventListener("load", () => done(0)))`, nil)
}

// eval runs an expression in the page, which its content policy does not forbid.
func (b *browser) eval(expression string, result any) {
	b.t.Helper()
	var got struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &got)
	require.Empty(b.t, string(got.ExceptionDetails), expression)
	if result != nil {
		require.NoError(b.t, json.Unmarshal(got.Result.Value, result), expression)
	}
}

// text is the value of an expression that is a text.
func (b *browser) text(expression string) (out string) {
	b.t.Helper()
	b.eval(expression, &out)
	return out
}

// number is the value of an expression that is a number.
func (b *browser) number(expression string) (out int) {
	b.t.Helper()
	b.eval(expression, &out)
	return out
}

// print returns the text of the printed page without spaces, since a line may break
// anywhere. It skips the test if no program can read a PDF.
func (b *browser) print() string {
	b.t.Helper()
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		b.t.Skip("pdftotext is not installed, so the printed page is not read back")
	}
	var stream struct{ Stream string }
	b.call("Page.printToPDF", map[string]any{"preferCSSPageSize": true, "generateTaggedPDF": false, "transferMode": "ReturnAsStream"}, &stream)
	path := filepath.Join(b.t.TempDir(), "report.pdf")
	file, err := os.Create(path)
	require.NoError(b.t, err)
	for {
		var part struct {
			Data          string
			Base64Encoded bool
			EOF           bool
		}
		b.call("IO.read", map[string]any{"handle": stream.Stream}, &part)
		data := []byte(part.Data)
		if part.Base64Encoded {
			data, err = base64.StdEncoding.DecodeString(part.Data)
			require.NoError(b.t, err)
		}
		_, err = file.Write(data)
		require.NoError(b.t, err)
		if part.EOF {
			break
		}
	}
	require.NoError(b.t, file.Close())
	out, err := exec.CommandContext(b.t.Context(), reader, "-raw", path, "-").Output()
	require.NoError(b.t, err)
	return strings.Join(strings.Fields(string(out)), "")
}

// assertQuiet checks that the page asked for nothing but itself, and that the console
// is empty.
func (b *browser) assertQuiet() {
	b.t.Helper()
	assert.Empty(b.t, b.console)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, path := range b.requests {
		assert.Contains(b.t, []string{"/", "/favicon.ico"}, path) // the browser asks for the icon by itself
	}
}
