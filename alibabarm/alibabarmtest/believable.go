package alibabarmtest

import (
	"fmt"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Believable makes up n invitations as the first management account might have sent
// them within the last weeks: all statuses, accounts and e-mail addresses, notes in
// several scripts. Give them to [Service.Seed]. The same n gives the same ones, dated
// by the clock, oldest first.
func (s *Service) Believable(n int) []alibabarm.Handshake {
	r := s.seed.Rand("believable", n)
	out := make([]alibabarm.Handshake, max(0, n))
	for i := range out {
		out[i] = s.believable(r)
		out[i].TargetType, out[i].TargetEntity = believableTarget(r)
	}
	return byDate(out)
}

// BelievableReceived makes up n invitations of an account by other directories, as
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
		ID:     "h-" + r.Text(base62, 16),
		Note:   r.OneOf(notes),
		Status: believableStatus(r.IntN(100)),
	}
	s.date(r, &h)
	return h
}

// date keeps finished invitations within the retention, or none of them would be
// listed.
func (s *Service) date(r authtest.Rand, h *alibabarm.Handshake) {
	window := 29 * day
	if s.retention > 0 {
		window = min(window, s.retention*9/10)
	}
	now := s.Now().Truncate(time.Second)
	switch h.Status {
	case alibabarm.StatusPending:
		h.CreateTime = now.Add(-r.Between(time.Minute, 13*day))
		h.ModifyTime = h.CreateTime
	case alibabarm.StatusExpired:
		h.ModifyTime = now.Add(-r.Between(0, window))
		h.CreateTime = h.ModifyTime.Add(-validity)
	default:
		h.ModifyTime = now.Add(-r.Between(0, window))
		h.CreateTime = h.ModifyTime.Add(-r.Between(time.Minute, 13*day))
	}
	h.ExpireTime = h.CreateTime.Add(validity)
}

func byDate(hs []alibabarm.Handshake) []alibabarm.Handshake {
	slices.SortStableFunc(hs, func(a, b alibabarm.Handshake) int { return a.CreateTime.Compare(b.CreateTime) })
	return hs
}

func believableStatus(percent int) alibabarm.Status {
	switch {
	case percent < 38:
		return alibabarm.StatusAccepted
	case percent < 74:
		return alibabarm.StatusPending
	case percent < 84:
		return alibabarm.StatusExpired
	case percent < 93:
		return alibabarm.StatusDeclined
	default:
		return alibabarm.StatusCancelled
	}
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
