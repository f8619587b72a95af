// Webpage prints the first page of the sent invitations. With -port 8080, it serves all pages.
// The link to the next page holds its cursor, so the server keeps no state.
//
//	go run ./examples/webpage -offline
package main

import (
	"context"
	"errors"
	"flag"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

var view = template.Must(template.New("").Parse(`<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Invitations</title>
<table><tr><th>Status<th>Expires<th>Target<th>Notes</tr>
{{range .Items}}<tr><td>{{.Status}}<td>{{.ExpiredAt.Format "2006-01-02"}}<td>{{.Target.Entity}}<td>{{.Notes}}</tr>
{{end}}</table>{{with .Next}}<p><a href="?at={{.}}">Next page</a></p>{{end}}
`))

type list struct {
	*pagination.Pager[huaweiorg.Handshake]
}

func (l list) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'") // the page needs no script
	w.Header().Set("Cache-Control", "no-store")
	err := l.write(r.Context(), w, pagination.Cursor(r.FormValue("at")))
	switch {
	case errors.Is(err, pagination.ErrBadCursor):
		http.Error(w, "this link is damaged", http.StatusBadRequest)
	case err != nil:
		log.Print(err) // not for the visitor
		http.Error(w, "the list cannot be read", http.StatusBadGateway)
	}
}

// write writes the page at a cursor. The template escapes the texts, which strangers wrote.
func (l list) write(ctx context.Context, w io.Writer, at pagination.Cursor) error {
	page, err := l.Page(ctx, at)
	if err == nil {
		err = view.Execute(w, page)
	}
	return err
}

func main() {
	log.SetFlags(0)
	port := flag.String("port", "", "serve at this `number`, 0 for a free one")
	offline := flag.Bool("offline", false, "show a made-up organization in memory")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	if *offline {
		service := huaweiorgtest.New()
		client, err = service.NewClient(service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		service.Seed(service.Believable(300)...)
	}
	if err != nil {
		log.Fatal(err)
	}
	sent := list{client.ListHandshakes(pagination.WithPageSize(50))}
	if *port == "" {
		err = sent.write(ctx, os.Stdout, "")
	} else {
		err = serve(ctx, *port, sent)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// serve serves until ctx ends, and only as localhost: websites can point other names at it.
func serve(ctx context.Context, port string, sent http.Handler) error {
	listener, err := net.Listen("tcp", "localhost:"+port)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("localhost/{$}", http.TimeoutHandler(sent, 10*time.Second, "the cloud is busy"))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Printf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	closed := make(chan error, 1)
	context.AfterFunc(ctx, func() { closed <- server.Shutdown(context.WithoutCancel(ctx)) })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-closed
}
