package invitation

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Member is an account of an organization of Huawei Cloud or a resource directory of
// Alibaba Cloud, in words that both clouds share.
type Member struct {
	Cloud string // such as huawei
	// ID is the account ID, as in a [Target] of type TargetTypeAccount.
	ID string
	// Name is the account's name. On Huawei Cloud it is that of a [Target] of type
	// TargetTypeName. On Alibaba Cloud it is a display name, which names no target.
	Name string
	// Email is the login e-mail address, as in a [Target] of type TargetTypeEmail. It is empty
	// if the service does not report it: version 2020-03-31 of Alibaba Cloud never does.
	Email string
	// JoinMethod is invited or created. The client passes on a word that it does not know, in
	// lower case. An account that was created in the organization never had an invitation.
	JoinMethod string
	// Joined is when the account joined, in UTC. It is zero if the service does not report it.
	Joined time.Time
	// Native is the client's own value, a huaweiorg.Account or alibabarm.Account.
	Native any
}

// A membership shows which targets are members of the organization. Of each member, it keeps
// only what can name a target.
type membership struct {
	ids map[Target]string // the account ID of each member, by the keys of its targets
	// named holds the types of target for which ids shows all members of the list.
	named map[TargetType]bool
	// doubt is why the list is incomplete; nil if it is complete.
	doubt error
}

// newMembership reads a list of members. It returns an error, which ends the verb, if the
// context has ended or the credentials do not work any more. After any other failure, the list
// counts as incomplete.
func newMembership(ctx context.Context, list iter.Seq2[Member, error], types []TargetType) (*membership, error) {
	m := &membership{ids: map[Target]string{}, named: map[TargetType]bool{TargetTypeAccount: true}}
	for _, t := range types {
		m.named[t] = true
	}
	for member, err := range list {
		switch {
		case err == nil:
			m.add(member)
		case auth.EndOf(ctx) != nil || isAboutCredentials(err):
			return nil, err
		default:
			m.doubt = err
		}
	}
	return m, nil
}

// add clones the texts, because those of a page can share memory.
func (m *membership) add(member Member) {
	id := strings.Clone(member.ID)
	for t := range m.named {
		target := member.target(t)
		if target.Entity == "" {
			m.named[t] = false
			continue
		}
		target.Entity = strings.Clone(target.Entity)
		m.ids[target.key()] = id
	}
}

// target returns the target of a type that names the member. Its entity is empty if the list
// does not show it.
func (m Member) target(t TargetType) Target {
	switch t {
	case TargetTypeAccount:
		return Target{Type: t, Entity: m.ID}
	case TargetTypeName:
		return Target{Type: t, Entity: m.Name}
	case TargetTypeEmail:
		return Target{Type: t, Entity: m.Email}
	default:
		return Target{Type: t}
	}
}

// decide returns the outcome of a target that is a member, or that has accepted an invitation.
// With reinvite, an accepted invitation does not decide.
func (m *membership) decide(o Outcome, reinvite bool) (_ Outcome, decided bool) {
	id, member := m.ids[o.Target.key()]
	switch why := m.unknown(o.Target); {
	case member:
		o.MemberID = id
		return o.with(ResultAlreadyMember, ""), true
	case reinvite || o.Invitation.Status != StatusAccepted:
		return o, false
	case why == "" && o.Target.key().Type != TargetTypeAccount: // only an ID never changes
		return o.skipped("the account accepted an invitation and has left, or has another " + excerpt(string(o.Target.Type)) + " now"), true
	case why == "":
		return o.skipped("the account accepted an invitation and has left"), true
	default:
		return o.with(ResultAlreadyMember, "the account accepted an invitation; whether it has left since is unknown: "+why), true
	}
}

// unknown returns why a target that the list does not show may still be a member. It returns ""
// if the target certainly is none.
func (m *membership) unknown(t Target) string {
	switch {
	case m.doubt != nil:
		return "the member list could not be read: " + m.doubt.Error()
	case !m.named[t.key().Type]:
		return "the member list does not show every member's " + excerpt(string(t.Type))
	default:
		return ""
	}
}
