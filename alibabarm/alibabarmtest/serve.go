package alibabarmtest

import "net/http"

// RoundTripper serves requests in memory, for [alibabarm.WithTransport] or an
// [http.Client]. It starts no goroutine, and answers for every host name. A round trip
// whose context ends fails with the context's cause, before or within the body.
func (s *Service) RoundTripper() http.RoundTripper { return &s.server }

// ServeHTTP answers over a socket. A fault that breaks the connection ends with the
// panic [http.ErrAbortHandler], which a server takes quietly.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.server.ServeHTTP(w, r) }

// Start serves on a loopback port too and returns its URL, http://127.0.0.1:port.
// Clients that [Service.NewClient] makes from now on use it. Started already, it
// returns the same URL. [Service.Close] ends it.
func (s *Service) Start() (url string, err error) { return s.server.Start() }

// Close ends what [Service.Start] began, connections in use included. The service
// goes on in memory, and can be started again.
func (s *Service) Close() error { return s.server.Close() }
