// Package serve runs the services in memory of both clouds on loopback ports, for curl,
// Terraform and programs that use other SDKs.
package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
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
// an [Announcement] to stdout, as one line of JSON. Settings that cannot be served are a
// [cli.UsageError]; the other errors are those of listening, serving and writing.
func Run(ctx context.Context, s Settings, stdout io.Writer) error {
	if s.Accounts < 1 || s.Accounts > maxAccounts {
		return cli.Misuse("there are 1 to %d accounts, not %d", maxAccounts, s.Accounts)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var out Announcement
	failed := make(chan error, 2)
	for _, c := range []struct {
		address string
		service func(accounts int) (http.Handler, []Account)
		cloud   *Cloud
	}{{s.Huawei, huawei, &out.Huawei}, {s.Alibaba, alibaba, &out.Alibaba}} {
		l, err := listen(ctx, c.address)
		if err != nil {
			return err
		}
		handler, accounts := c.service(s.Accounts)
		defer serve(l, handler, failed)()
		*c.cloud = Cloud{Endpoint: "http://" + l.Addr().String(), Accounts: accounts}
	}
	if err := json.NewEncoder(stdout).Encode(out); err != nil {
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
	host, port, err := net.SplitHostPort(address)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil {
		return nil, cli.Misuse("%q is no address with a host and a port, such as 127.0.0.1:0", address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, cli.Misuse("%q is no loopback address: use 127.0.0.1, ::1 or localhost", host)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		_ = l.Close()
		return nil, cli.Misuse("%q leads to %v, which is no loopback address", host, l.Addr())
	}
	return l, nil
}

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

// huawei makes a service with its management account and n accounts in no organization.
func huawei(n int) (http.Handler, []Account) {
	s, role := huaweiorgtest.New(), huaweiorgtest.Management
	var accounts []Account
	for range 1 + n {
		a := s.AddAccount(huaweiorgtest.Account{Role: role})
		accounts = append(accounts, account(a.ID, a.Name, string(role), a.Credentials))
		role = huaweiorgtest.Outside
	}
	return s, accounts
}

// alibaba does the same for the other cloud.
func alibaba(n int) (http.Handler, []Account) {
	s, role := alibabarmtest.New(), alibabarmtest.Management
	var accounts []Account
	for range 1 + n {
		a := s.AddAccount(alibabarmtest.Account{Role: role})
		accounts = append(accounts, account(a.ID, a.Name, string(role), a.Credentials))
		role = alibabarmtest.Outside
	}
	return s, accounts
}

func account(id, name, role string, key auth.Credentials) Account {
	return Account{ID: id, Name: name, Role: role, AccessKeyID: key.AccessKeyID, AccessKeySecret: key.AccessKeySecret}
}
