// Package serve runs the services in memory of both clouds on loopback ports, for curl,
// Terraform and programs that use other SDKs.
package serve

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

//go:embed help.txt
var help string

// Command is the subcommand. It writes an [Announcement] to stdout, as one line of JSON.
var Command = cli.Command{
	Name:    "serve",
	Summary: "start services of both clouds in memory, to try programs on",
	Run:     run,
}

// An Announcement is the line that the command writes when both services accept connections.
type Announcement struct {
	Huawei  Cloud `json:"huawei"`
	Alibaba Cloud `json:"alibaba"`
}

// A Cloud is one of the services.
type Cloud struct {
	Endpoint string `json:"endpoint"`
	// Accounts begins with the management account.
	Accounts []Account `json:"accounts"`
}

// An Account is a caller of a service. Its access key is made up and not secret.
type Account struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Role            string `json:"role,omitempty"` // omitted: the account is in no organization
	AccessKeyID     string `json:"access_key_id"`
	AccessKeySecret string `json:"access_key_secret"`
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	huaweiAddress, alibabaAddress, accounts := "127.0.0.1:0", "127.0.0.1:0", 3
	f := cli.NewFlags(p.Name, help)
	f.StringVar(&huaweiAddress, "huawei", huaweiAddress, "listen on this `address` for Huawei Cloud; port 0 is any free port")
	f.StringVar(&alibabaAddress, "alibaba", alibabaAddress, "listen on this `address` for Alibaba Cloud")
	f.Var(cli.Number(&accounts, 1, 10_000), "accounts", "have this `number` of accounts to invite, besides the management account")
	untilStdin := f.Bool("until-stdin-closes", false, "also end when standard input ends, as it does with the test that started the command")
	if err := f.Parse(p, args); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var out Announcement
	failed := make(chan error, 2)
	for _, c := range []struct {
		address string
		service func(accounts int) (http.Handler, []Account)
		cloud   *Cloud
	}{{huaweiAddress, huawei, &out.Huawei}, {alibabaAddress, alibaba, &out.Alibaba}} {
		l, err := listen(ctx, c.address)
		if err != nil {
			return err
		}
		handler, callers := c.service(accounts)
		defer serve(l, handler, failed)()
		*c.cloud = Cloud{Endpoint: "http://" + l.Addr().String(), Accounts: callers}
	}
	if err := json.NewEncoder(p.Stdout).Encode(out); err != nil {
		return err
	}
	if *untilStdin {
		go func() { // it ends with stdin, at the latest with the process
			_, _ = io.Copy(io.Discard, p.Stdin)
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

// listen refuses an address that is not loopback, because everyone who reaches the port can act as
// any account.
func listen(ctx context.Context, address string) (net.Listener, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().IsLoopback() {
		return nil, cli.Misuse("%q is not a loopback address with a port, such as 127.0.0.1:0", address)
	}
	return new(net.ListenConfig).Listen(ctx, "tcp", address)
}

// serve serves in a goroutine. The returned function ends the goroutine.
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
