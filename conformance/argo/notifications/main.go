// Reads the data of argocd-notifications-cm, a rule of health and Applications as JSON, and prints of each how well it is
// by that rule, and which triggers fire, once per what, with which texts. The rule is run by Argo CD's Lua; the triggers are run by Argo CD's own engine; its package of templates would
// bring the client of every receiver there is, so that texts are made as it makes them: text/template with sprig.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/argoproj/notifications-engine/pkg/triggers"
	lua "github.com/yuin/gopher-lua"
	luajson "layeh.com/gopher-json"
)

type asked struct {
	Data         map[string]string         `json:"data"`
	Health       string                    `json:"health"`
	Applications map[string]map[string]any `json:"applications"`
}

type fired struct {
	OncePer string            `json:"oncePer"`
	Texts   map[string]string `json:"texts"`
}

type judged struct {
	Health string           `json:"health"`
	Fired  map[string]fired `json:"fired"`
}

type message struct {
	Message string                       `json:"message"`
	Email   map[string]string            `json:"email"`
	Webhook map[string]map[string]string `json:"webhook"`
}

func main() {
	var in asked
	// As from the API server: whole numbers are int64, never float64.
	must(decode(os.Stdin, &in))
	rules := map[string][]triggers.Condition{}
	for key, text := range in.Data {
		if name, found := strings.CutPrefix(key, "trigger."); found {
			var conditions []triggers.Condition
			must(json.Unmarshal([]byte(text), &conditions))
			rules[name] = conditions
		}
	}
	service, err := triggers.NewService(rules)
	must(err)
	out := map[string]judged{}
	for name, application := range in.Applications {
		variables := map[string]any{"app": application}
		out[name] = judged{health(in.Health, application), map[string]fired{}}
		for trigger := range rules {
			results, err := service.Run(trigger, variables)
			must(err)
			for _, result := range results {
				if result.Triggered {
					out[name].Fired[trigger] = fired{result.OncePer, texts(in.Data, result.Templates, variables)}
				}
			}
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(out))
}

func decode(from *os.File, into *asked) error {
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	for name, application := range into.Applications {
		into.Applications[name] = whole(application).(map[string]any)
	}
	return nil
}

func whole(value any) any {
	switch found := value.(type) {
	case json.Number:
		number, err := found.Int64()
		must(err)
		return number
	case []any:
		for i, one := range found {
			found[i] = whole(one)
		}
	case map[string]any:
		for key, one := range found {
			found[key] = whole(one)
		}
	}
	return value
}

func health(rule string, application map[string]any) string {
	state := lua.NewState()
	defer state.Close()
	text, err := json.Marshal(application)
	must(err)
	object, err := luajson.Decode(state, text)
	must(err)
	state.SetGlobal("obj", object)
	must(state.DoString(rule))
	return state.Get(-1).(*lua.LTable).RawGetString("status").String()
}

func texts(data map[string]string, names []string, variables map[string]any) map[string]string {
	made := map[string]string{}
	for _, name := range names {
		var said message
		must(json.Unmarshal([]byte(data["template."+name]), &said))
		made["message"] = text(said.Message, variables)
		made["subject"] = text(said.Email["subject"], variables)
		for hook, one := range said.Webhook {
			made[hook] = text(one["body"], variables)
		}
	}
	return made
}

func text(source string, variables map[string]any) string {
	var written bytes.Buffer
	must(template.Must(template.New("").Funcs(sprig.TxtFuncMap()).Parse(source)).Execute(&written, variables))
	return written.String()
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
