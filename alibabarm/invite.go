package alibabarm

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Bounds of an invitation: a note's characters, and the tags that an account can have.
const (
	maxNote = 1024
	maxTags = 20
)

// InviteAccountInput is an invitation to send.
type InviteAccountInput struct {
	// TargetEntity is the account to invite: its ID, all digits, with
	// [TargetTypeAccount], or the e-mail address that it logs in with, with
	// [TargetTypeEmail].
	TargetEntity string
	TargetType   TargetType
	// Note goes into the message to the account's owner: up to 1,024 characters.
	Note string
	// Tags are bound to the account: up to 20. They cannot be read back.
	Tags []Tag
	// ParentFolderID is the folder that the account is put into, as fd-… or r-…; ""
	// is the root folder. Only [Version20220419] knows it; with the other one it is
	// [ErrInvalid].
	ParentFolderID string
}

func (in InviteAccountInput) target() Target { return Target{in.TargetType, in.TargetEntity} }

// A Tag is a label of an account. The key is not empty.
type Tag struct{ Key, Value string }

// InviteAccountToResourceDirectory invites an account to the caller's resource
// directory. The caller is its management account. The invitation can be answered for
// 14 days, and the account's owner gets a message.
//
// To invite twice is not the same as to invite once. Where it is not known whether the
// service acted, the sent list is read until it shows; see the package's section on
// writes. An input that breaks a bound is [ErrInvalid], and nothing is sent.
//
// API: InviteAccountToResourceDirectory, in both versions
func (c *Client) InviteAccountToResourceDirectory(ctx context.Context, in InviteAccountInput) (*Handshake, error) {
	return c.invite(ctx, in, nil)
}

const inviteOp = "InviteAccountToResourceDirectory"

// invite sends an invitation; known holds the IDs of a list that was read before, nil
// where none was.
func (c *Client) invite(ctx context.Context, in InviteAccountInput, known map[string]bool) (*Handshake, error) {
	form, err := in.form(c.version)
	if err != nil {
		return nil, wrap(inviteOp, err)
	}
	look := newSearch(c, in, known)
	return c.settle(ctx, "", write{
		Op:   inviteOp,
		Anew: true,
		// A target that has an open invitation is EntityAlreadyExists.Handshake.
		RefusesDuplicates: true,
		Send: func(ctx context.Context) (*Handshake, error) {
			r, err := c.post(ctx, inviteOp, "", form)
			if err != nil {
				return nil, err
			}
			return single(r, "")
		},
		Look:  look.look,
		Check: "look for the invitation with ListHandshakesForResourceDirectory before you send another",
	})
}

// form is the request's body: notes and addresses do not belong in a URL. Parameters
// that are lists are numbered from 1.
func (in InviteAccountInput) form(v Version) ([]byte, error) {
	if err := in.check(v); err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrInvalid)
	}
	form := url.Values{"TargetEntity": {in.TargetEntity}, "TargetType": {string(in.TargetType)}}
	if in.Note != "" {
		form.Set("Note", in.Note)
	}
	for i, tag := range in.Tags {
		form.Set(fmt.Sprintf("Tag.%d.Key", i+1), tag.Key)
		form.Set(fmt.Sprintf("Tag.%d.Value", i+1), tag.Value)
	}
	if in.ParentFolderID != "" {
		form.Set("ParentFolderId", in.ParentFolderID)
	}
	return []byte(form.Encode()), nil
}

func (in InviteAccountInput) check(v Version) error {
	if err := in.target().check(); err != nil {
		return err
	}
	switch {
	case !utf8.ValidString(in.Note) || !utf8.ValidString(in.ParentFolderID):
		return errors.New("the note or the folder is not valid UTF-8")
	case utf8.RuneCountInString(in.Note) > maxNote:
		return fmt.Errorf("the note has %d characters: the most is %d", utf8.RuneCountInString(in.Note), maxNote)
	case len(in.Tags) > maxTags:
		return fmt.Errorf("there are %d tags: the most is %d", len(in.Tags), maxTags)
	case in.ParentFolderID != "" && v != Version20220419:
		return errors.New("ParentFolderID needs WithVersion(Version20220419): the other version would leave it out of account")
	}
	for i, tag := range in.Tags {
		if tag.Key == "" || !utf8.ValidString(tag.Key) || !utf8.ValidString(tag.Value) {
			return fmt.Errorf("tag %d has no key, or is not valid UTF-8", i+1)
		}
	}
	return nil
}

// check compares the entity with the type, as the wrong one may name another account.
// A type that is not known is left to the service.
func (t Target) check() error {
	switch {
	case t.Type == "" || t.Entity == "":
		return errors.New("the target has no type or no entity")
	case !utf8.ValidString(string(t.Type)) || !utf8.ValidString(t.Entity):
		return errors.New("the target is not valid UTF-8")
	case t.Type == TargetTypeAccount && strings.Trim(t.Entity, "0123456789") != "":
		return errors.New("the target is of type Account, and the entity is no account ID: that is all digits")
	case t.Type == TargetTypeEmail && !isAddress(t.Entity):
		return errors.New("the target is of type Email, and the entity is no e-mail address")
	}
	return nil
}

// isAddress is no more than what tells an address from an ID or a name.
func isAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f })
}
