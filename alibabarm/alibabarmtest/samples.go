package alibabarmtest

import (
	"fmt"
	"slices"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Believable returns n plausible invitations that the first management account sent within the
// last weeks: all statuses, accounts and e-mail addresses, notes in several scripts. Pass them
// to [Service.Seed]. The same n returns the same invitations, dated by the clock, oldest first.
func (s *Service) Believable(n int) []alibabarm.Handshake {
	r := s.seed.Rand("believable", n)
	out := make([]alibabarm.Handshake, max(0, n))
	for i := range out {
		out[i] = s.believable(r)
		out[i].TargetType, out[i].TargetEntity = believableTarget(r)
	}
	return byDate(out)
}

// BelievableReceived returns n plausible invitations of an account by other directories, as
// [Service.Believable] does.
func (s *Service) BelievableReceived(a Account, n int) []alibabarm.Handshake {
	r := s.seed.Rand("believable received", a.ID, n)
	out := make([]alibabarm.Handshake, max(0, n))
	for i := range out {
		out[i] = s.believable(r)
		out[i].TargetType, out[i].TargetEntity = alibabarm.TargetTypeAccount, a.ID
		if a.Email != "" && r.IntN(4) == 0 {
			out[i].TargetType, out[i].TargetEntity = alibabarm.TargetTypeEmail, a.Email
		}
		out[i].MasterAccountID = accountID(r)
		out[i].MasterAccountName = r.OneOf(inviters)
		out[i].ResourceDirectoryID = "rd-" + r.Text(base62, 6)
	}
	return byDate(out)
}

func (s *Service) believable(r authtest.Rand) alibabarm.Handshake {
	h := alibabarm.Handshake{
		ID:   "h-" + r.Text(base62, 16),
		Note: r.OneOf(notes),
	}
	life := authtest.Past{Now: s.Now(), Validity: validity, Retention: s.retention}.Draw(r)
	h.Status, h.CreateTime, h.ModifyTime, h.ExpireTime = statuses[life.End], life.Created, life.Updated, life.Expires
	return h
}

func byDate(hs []alibabarm.Handshake) []alibabarm.Handshake {
	slices.SortStableFunc(hs, func(a, b alibabarm.Handshake) int { return a.CreateTime.Compare(b.CreateTime) })
	return hs
}

var statuses = map[authtest.End]alibabarm.Status{
	authtest.Pending:   alibabarm.StatusPending,
	authtest.Accepted:  alibabarm.StatusAccepted,
	authtest.Declined:  alibabarm.StatusDeclined,
	authtest.Cancelled: alibabarm.StatusCancelled,
	authtest.Expired:   alibabarm.StatusExpired,
}

func believableTarget(r authtest.Rand) (alibabarm.TargetType, string) {
	if r.IntN(10) < 7 {
		return alibabarm.TargetTypeAccount, accountID(r)
	}
	return alibabarm.TargetTypeEmail, fmt.Sprintf("%s-%s+%02d@%s", r.OneOf(teams), r.OneOf(stages), 1+r.IntN(20), r.OneOf(domains))
}

var (
	teams    = []string{"payments", "logistics", "data", "mobile", "yanfa", "caiwu", "subsidiary", "tienda"}
	stages   = []string{"prod", "staging", "sandbox", "dr"}
	domains  = []string{"acme.example.test", "hangzhou.example.test", "koeln.example.test"}
	inviters = []string{"acme-root", "root@globex.example.test", "initech", "示例集团", "umbrella-retail"}
	notes    = []string{
		"", "", "Please join by Friday", "Moving to consolidated billing",
		"Welcome! Questions: cloud-team@example.test", "欢迎加入资源目录", "请在月底前接受邀请，谢谢",
		"Bitte bis Ende des Monats annehmen – danke, Grüße aus Köln", "Bienvenida al equipo 🚀",
		"As agreed in the migration meeting:\n1. accept\n2. tell us\n",
		"Sandbox for the <data> team & friends",
	}
)
