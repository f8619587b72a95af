package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// fault returns the error of an attempt that err ended before its response was complete. If the
// caller's context ended, or the attempt timed out, that is the cause, whatever err says.
func (a *attempt) fault(err, end error, secrets Secrets) *TransportError {
	fault := &TransportError{Sent: a.resp != nil || a.conn.sent(err)}
	if end != nil {
		fault.Err = end
		return fault
	}
	if limit, ok := context.Cause(a.ctx).(attemptTimeout); ok {
		fault.Err = limit
		return fault
	}
	if known := permanentFaultOf(err); known != nil && (a.resp == nil || errors.Is(err, errSwitched)) {
		fault.Permanent, fault.advice = true, known.advice
	}
	fault.Err = &wireError{func() foreignError { return foreignError{withoutProxy(withoutURL(err))} }, secrets}
	return fault
}

// withoutURL removes the error that quotes the URL of the request.
func withoutURL(err error) error {
	for {
		quoting, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = quoting.Err
	}
}

// A wireError is an error of the transport below. Those of net/http quote responses that are
// not HTTP, and such a response may echo the request. A function holds the cause, as [static]
// holds its credentials, so that printing the struct does not show it.
type wireError struct {
	cause   func() foreignError
	secrets Secrets
}

// longestFault is how many bytes of an error of a transport or a provider are shown.
const longestFault = 512

func (e *wireError) Error() string {
	return e.secrets.Excerpt(e.cause().Error(), longestFault)
}

func (e *wireError) Is(target error) bool { return errors.Is(e.cause(), target) }

// As finds everything except the error whose text is nothing but a quoted line.
func (e *wireError) As(target any) bool {
	if _, quoting := target.(*textproto.ProtocolError); quoting {
		return false
	}
	return findAs(e.cause(), target)
}

// unconnected reports whether err can only come from making a connection.
func unconnected(err error) bool {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Op == "dial"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	known := permanentFaultOf(err)
	return known != nil && known.unsent
}

// A permanentFault is a kind of failed attempt that a retry would only repeat.
//
// Everything that is not listed counts as temporary. That includes a name that is not found:
// resolvers return this error while they or their network start, and for a name that was just
// created.
type permanentFault struct {
	advice string
	// unsent: the fault comes before the request, so nothing was sent.
	unsent bool
	// texts are parts of the errors of net/http, crypto/tls and their proxies, in lower case.
	// Most of these errors have no type to test for.
	texts []string
}

var (
	faultRequest = permanentFault{
		advice: "check the method and the headers of the request", unsent: true,
		texts: []string{
			"net/http: invalid header", "net/http: invalid trailer", "net/http: invalid method",
			"invalid http header", "invalid http trailer", "invalid trailer key",
			"invalid upgrade request header", "invalid connection request header", "invalid transfer-encoding request header",
			"request header list larger than", "net/http: can't write control character", "http: invalid host header",
			"http2: invalid host header", "http2: invalid request :path", "http: nil request", "http: no host in request url",
			"unsupported protocol scheme", "http2: unsupported scheme", "does not support unencrypted http/2",
			"hook returned (nil, nil)", "dialtls or dialtlscontext returned (nil, nil)",
		},
	}
	faultProxy = permanentFault{
		advice: "check the proxy's address, user and password, and that it lets through to the endpoint", unsent: true,
		texts: []string{
			"invalid proxy address", "refusing to use http_proxy",
			"proxy authentication", "authentication required", "authenticationrequired",
			"no acceptable authentication methods", "too many authentication methods", "unsupported authentication method",
			"invalid username/password", "username/password authentication failed", "unexpected protocol version",
			"connection not allowed by ruleset", "command not supported", "address type not supported",
			"unknown address type", "fqdn too long", "port number out of range",
		},
	}
	faultTLS = permanentFault{
		advice: "check the endpoint, its certificate and this machine's clock", unsent: true,
		texts: []string{
			"x509: ", "tls: failed to verify certificate", "tls: failed to parse certificate", "tls: server's certificate",
			"server gave http response to https client", "tls: first record does not look like a tls handshake",
			"tls: no supported versions", "tls: server selected unsupported", "tls: server chose an unconfigured",
			"tls: server selected unadvertised", "tls: server did not select", "tls: either servername or insecureskipverify",
			"tls: server rejected ech", "tls: downgrade attempt", "tls: client certificate private key",
			"tls: handshake failure", "tls: bad certificate", "tls: unsupported certificate", "tls: revoked certificate",
			"tls: expired certificate", "tls: unknown certificate", "tls: access denied", "tls: certificate required",
			"tls: protocol version not supported", "tls: insufficient security level", "tls: inappropriate fallback",
			"tls: missing extension", "tls: unsupported extension", "tls: unrecognized name", "tls: no application protocol",
			"http2: unexpected alpn protocol", "http2: could not negotiate protocol",
		},
	}
	faultAddress = permanentFault{advice: "check the endpoint and its port", unsent: true}
	// faultProtocol has the beginnings of responses that are not HTTP. A body that cannot be
	// read does not belong here: it began as HTTP, and was truncated or garbled.
	faultProtocol = permanentFault{
		advice: "check that the endpoint, and what is between, speaks HTTP",
		texts: []string{
			"malformed http response", "malformed http status code", "malformed http version", "malformed mime header",
			"bad content-length", "invalid empty content-length", "multiple content-length headers",
			"unsupported transfer encoding", "too many transfer encodings", "server response headers exceeded",
			"malformed response from server", "response header list larger than", "header list too large",
			"1xx informational response with end_stream", "looked like an http/1.1 header",
			"http_1_1_required", "inadequate_security",
		},
	}
)

// permanentFaultOf returns the kind of err, which ended an attempt without a response, or nil
// if a retry may succeed.
func permanentFaultOf(err error) *permanentFault {
	if _, ok := errors.AsType[*proxyRefusal](err); ok {
		return &faultProxy
	}
	if findAs(err, new(tls.RecordHeaderError)) {
		return &faultTLS
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return &faultAddress
	}
	if errors.Is(err, errSwitched) {
		return &faultProtocol
	}
	text := strings.ToLower(withoutURL(err).Error())
	for _, fault := range [...]*permanentFault{&faultRequest, &faultProxy, &faultTLS, &faultProtocol} {
		if slices.ContainsFunc(fault.texts, func(part string) bool { return strings.Contains(text, part) }) {
			return fault
		}
	}
	if slices.Contains(refusedTunnels, text) {
		return &faultProxy
	}
	return nil
}

// refusedTunnels are the status texts of a proxy that permanently refuses a tunnel. A transport
// of net/http reports nothing else.
var refusedTunnels = func() (texts []string) {
	for code := range 600 {
		if text := http.StatusText(code); code >= 300 && text != "" && !passingTunnel(code) {
			texts = append(texts, strings.ToLower(text))
		}
	}
	return texts
}()

// passingTunnel reports whether a proxy that refused a tunnel with this status may allow it
// later.
func passingTunnel(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported, http.StatusNetworkAuthenticationRequired:
		return false
	}
	return status >= 500
}

// A proxyRefusal reports a proxy that cannot be used, or that permanently refuses a tunnel.
type proxyRefusal struct{ why string }

func (e *proxyRefusal) Error() string { return e.why }

// checkTunnel is for [http.Transport].OnProxyConnectResponse, whose own error would not hold
// the status.
func checkTunnel(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	why := strings.TrimSpace(fmt.Sprintf("the proxy refused the connection: %d %s", resp.StatusCode, http.StatusText(resp.StatusCode)))
	if passingTunnel(resp.StatusCode) {
		return errors.New(why)
	}
	return &proxyRefusal{why}
}

// environmentProxy is [http.ProxyFromEnvironment] with errors that quote nothing. That function
// quotes what it cannot read, the password included, and accepts schemes that [http.Transport]
// does not know.
func environmentProxy(req *http.Request) (*url.URL, error) {
	proxy, err := http.ProxyFromEnvironment(req)
	return checkProxy(proxy, err)
}

// withoutProxy replaces an error that quotes the address of a proxy, which may hold a password.
func withoutProxy(err error) error {
	if strings.Contains(err.Error(), "invalid proxy address") {
		_, err = checkProxy(nil, err)
	}
	return err
}

func checkProxy(proxy *url.URL, err error) (*url.URL, error) {
	switch {
	case err != nil:
		return nil, &proxyRefusal{"the proxy that the environment names cannot be used: its address is not a URL, or this is a CGI program"}
	case proxy == nil || slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme):
		return proxy, nil
	}
	return nil, &proxyRefusal{"the proxy that the environment names has an unsupported scheme: use http, https or socks5"}
}
