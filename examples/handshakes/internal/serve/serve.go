// Package serve runs the services in memory of both clouds on loopback ports, for curl,
// Terraform and programs that use other SDKs.
package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// Settings say what [Run] serves.
type Settings struct {
	// Huawei and Alibaba are the addresses to listen on, host and port. The host is a
	// loopback address; port 0 is any free port.
	Huawei, Alibaba string
	// Accounts is how many accounts each cloud has that are in no organization, 1 to
	// 10,000.
	Accounts int
	// Stdin, if not nil, ends Run when it ends: a test that started the program closes
	// it, also by dying.
	Stdin io.Reader
}

// DefaultSettings choose free ports.
var DefaultSettings = Settings{Huawei: "127.0.0.1:0", Alibaba: "127.0.0.1:0", Accounts: 3}

const maxAccounts = 10_000

// ErrSettings means that the settings cannot be served.
var ErrSettings = errors.New("wrong settings")

// An Announcement is the line that [Run] writes once both services accept connections.
type Announcement struct {
	Huawei  Cloud `json:"huawei"`
	Alibaba Cloud `json:"alibaba"`
}

// A Cloud is one of the services.
type Cloud struct {
	Endpoint string `json:"endpoint"`
	// Accounts begin with the management account.
	Accounts []Account `json:"accounts"`
}

// An Account is a caller of a service. Its access key is made up, and is no secret.
type Account struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Role            string `json:"role,omitempty"` // omitted: the account is in no organization
	AccessKeyID     string `json:"access_key_id"`
	AccessKeySecret string `json:"access_key_secret"`
}

// Run serves until ctx ends or, if it was given, stdin does, and then returns nil. It writes
// an [Announcement] to stdout, as one line of JSON. The error is [ErrSettings], or that of
// listening, serving or writing.
func Run(ctx context.Context, s Settings, stdout io.Writer) error {
	if s.Accounts < 1 || s.Accounts > maxAccounts {
		return fmt.Errorf("%w: there are 1 to %d accounts, not %d", ErrSettings, maxAccounts, s.Accounts)
	}
	huawei, alibaba := huaweiAccounts(s.Accounts), alibabaAccounts(s.Accounts)
	first, err := listen(ctx, s.Huawei)
	if err != nil {
		return err
	}
	defer func() { _ = first.Close() }()
	second, err := listen(ctx, s.Alibaba)
	if err != nil {
		return err
	}
	defer func() { _ = second.Close() }()

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	failed := make(chan error, 2)
	defer serve(first, huawei.handler, failed)()
	defer serve(second, alibaba.handler, failed)()
	announcement := Announcement{
		Huawei:  Cloud{Endpoint: urlOf(first), Accounts: huawei.accounts},
		Alibaba: Cloud{Endpoint: urlOf(second), Accounts: alibaba.accounts},
	}
	if err := json.NewEncoder(stdout).Encode(announcement); err != nil {
		return err
	}
	if s.Stdin != nil {
		go func() { // it ends with stdin, at the latest with the process
			_, _ = io.Copy(io.Discard, s.Stdin)
			stop()
		}()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}

// listen refuses an address that is not loopback: whoever reaches the port can act as any
// account.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is no address with a host and a port, such as 127.0.0.1:0", ErrSettings, address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%w: %q is no loopback address: use 127.0.0.1, ::1 or localhost", ErrSettings, host)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		_ = l.Close()
		return nil, fmt.Errorf("%w: %q leads to %v, which is no loopback address", ErrSettings, host, l.Addr())
	}
	return l, nil
}

func urlOf(l net.Listener) string { return "http://" + l.Addr().String() }

// serve serves in a goroutine. The function that it returns ends that.
func serve(l net.Listener, h http.Handler, failed chan<- error) (stop func()) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	return func() {
		_ = server.Close()
		<-done
	}
}

// A cloud is a service with its accounts.
type cloud struct {
	handler  http.Handler
	accounts []Account
}

func account(id, name, role string, key auth.Credentials) Account {
	return Account{ID: id, Name: name, Role: role, AccessKeyID: key.AccessKeyID, AccessKeySecret: key.AccessKeySecret}
}

// cloudOf fills a service with an account of the role of a manager and n others.
func cloudOf[Role any](h http.Handler, n int, manager, other Role, add func(Role) Account) cloud {
	c := cloud{handler: h, accounts: []Account{add(manager)}}
	for range n {
		c.accounts = append(c.accounts, add(other))
	}
	return c
}

func huaweiAccounts(n int) cloud {
	s := huaweiorgtest.New()
	return cloudOf(s, n, huaweiorgtest.Management, huaweiorgtest.Outside, func(r huaweiorgtest.Role) Account {
		a := s.AddAccount(huaweiorgtest.Account{Role: r})
		return account(a.ID, a.Name, string(r), a.Credentials)
	})
}

func alibabaAccounts(n int) cloud {
	s := alibabarmtest.New()
	return cloudOf(s, n, alibabarmtest.Management, alibabarmtest.Outside, func(r alibabarmtest.Role) Account {
		a := s.AddAccount(alibabarmtest.Account{Role: r})
		return account(a.ID, a.Name, string(r), a.Credentials)
	})
}
