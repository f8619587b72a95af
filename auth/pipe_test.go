package auth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A pipe is a listener without sockets, and dials itself. In a bubble, no time passes while a
// client of net/http or its server is busy, so their time limits do not depend on the load of
// the machine.
type pipe struct {
	made   atomic.Int64 // connections
	queue  chan net.Conn
	closed chan struct{}
	close  func()
}

// piped serves until the test ends, over TLS if it has a certificate.
func piped(t *testing.T, h http.HandlerFunc, cert *tls.Certificate) *pipe {
	t.Helper()
	p := &pipe{queue: make(chan net.Conn), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	server, served := &http.Server{Handler: h}, make(chan error)
	if cert != nil {
		// For a session ticket, the server would wait for a client that waits for the server.
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*cert}, SessionTicketsDisabled: true}
		go func() { served <- server.ServeTLS(p, "", "") }()
	} else {
		go func() { served <- server.Serve(p) }()
	}
	t.Cleanup(func() {
		assert.NoError(t, server.Close())
		assert.ErrorIs(t, <-served, http.ErrServerClosed)
	})
	return p
}

func (p *pipe) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.queue <- server:
		p.made.Add(1)
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipe) Accept() (net.Conn, error) {
	select {
	case conn := <-p.queue:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipe) Close() error { p.close(); return nil }

func (p *pipe) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443} }

// certified returns a certificate for the loopback address, and a pool that trusts it.
func certified(t *testing.T) (*tls.Certificate, *tls.Config) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return &server.TLS.Certificates[0], &tls.Config{RootCAs: roots}
}
