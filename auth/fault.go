package auth

import (
	"context"
	"errors"
	"net"
	"net/textproto"
	"net/url"
)

// fault describes an attempt that err ended before its response was complete. If the
// caller's context ended, or the attempt timed out, that is the cause, whatever err says.
func (a *attempt) fault(err, end error, secrets Secrets) *TransportError {
	fault := &TransportError{Sent: a.resp != nil || a.conn.sent(err)}
	if end != nil {
		fault.Err = end
		return fault
	}
	if limit, ok := errors.AsType[attemptTimeout](context.Cause(a.ctx)); ok {
		fault.Err = limit
		return fault
	}
	if known := permanentFaultOf(err); known != nil && (a.resp == nil || errors.Is(err, errSwitched)) {
		fault.Permanent, fault.advice = true, known.advice
	}
	fault.Err = &wireError{func() foreignError { return foreignError{withoutProxy(withoutURL(err))} }, secrets}
	return fault
}

// withoutURL drops what quotes the request's URL.
func withoutURL(err error) error {
	for {
		quoting, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = quoting.Err
	}
}

// A wireError is an error of the transport below. Those of net/http quote responses that
// are not HTTP, and such a response may echo what was sent. A function holds the cause, as
// [static] holds its keys, so that printing the struct does not show it.
type wireError struct {
	cause   func() foreignError
	secrets Secrets
}

// longestFault is how many bytes of a transport's or a provider's error are shown.
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
	return errors.As(e.cause(), target)
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
