package authtest

import (
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"
)

// ServeHTTP responds over a socket. A fault that breaks the connection ends with the panic
// [http.ErrAbortHandler], which a server accepts silently.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := s.readBody(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	out := s.respond(r, body)
	if out.Err != nil {
		reset(w)
		return
	}
	out.write(w, r)
}

func (r *Reply) write(w http.ResponseWriter, req *http.Request) {
	for name, values := range r.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.Status)
	var to io.Writer = w
	if r.stream != nil {
		to = flushing{w}
	}
	_, err := io.Copy(to, r.open(req.Context()))
	if err == nil {
		return
	}
	_ = http.NewResponseController(w).Flush() // sends what comes before a cut
	if errors.Is(err, syscall.ECONNRESET) {
		reset(w)
		return
	}
	panic(http.ErrAbortHandler)
}

// flushing sends each piece at once.
type flushing struct{ http.ResponseWriter }

func (f flushing) Write(p []byte) (int, error) {
	n, err := f.ResponseWriter.Write(p)
	if err == nil {
		err = http.NewResponseController(f.ResponseWriter).Flush()
	}
	return n, err
}

// reset closes the connection so that the client sees a reset and not an end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

type listener struct {
	url    string
	server *http.Server
	done   chan error
}

// Start serves on a loopback port too and returns its URL, http://127.0.0.1:port.
// Started already, it returns the same URL. [Server.Close] ends it.
func (s *Server) Start() (url string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		return s.listener.url, nil
	}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	l := &listener{
		url:    "http://" + socket.Addr().String(),
		server: &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second},
		done:   make(chan error, 1),
	}
	go func() { l.done <- l.server.Serve(socket) }()
	s.listener = l
	return l.url, nil
}

// Close ends what [Server.Start] began, including connections in use. The server continues in
// memory, and can be started again.
func (s *Server) Close() error {
	s.mu.Lock()
	l := s.listener
	s.listener = nil
	s.mu.Unlock()
	if l == nil {
		return nil
	}
	err := l.server.Close()
	if served := <-l.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// URL returns the URL at which the server listens, or "" if it does not.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return ""
	}
	return s.listener.url
}
