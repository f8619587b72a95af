package huaweiorgtest

import "net/http"

// RoundTripper serves requests in memory, for [huaweiorg.WithTransport] or an [http.Client]. It
// starts no goroutine, and serves every host name. A round trip whose context ends fails with
// the cause of the context, before or within the body.
func (s *Service) RoundTripper() http.RoundTripper { return &s.server }

// ServeHTTP responds over a socket. A fault that breaks the connection ends with the panic
// [http.ErrAbortHandler], which a server accepts silently.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.server.ServeHTTP(w, r) }

// Start also serves on a loopback port and returns its URL, http://127.0.0.1:port. Clients that
// [Service.NewClient] returns from now on use it. If the service is already started, Start
// returns the same URL. [Service.Close] ends it.
func (s *Service) Start() (url string, err error) { return s.server.Start() }

// Close ends what [Service.Start] began, including connections in use. The service continues in
// memory, and can be started again.
func (s *Service) Close() error { return s.server.Close() }
