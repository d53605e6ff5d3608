using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Yaml;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>What people are told about wrong files: every message is reviewed in the verified files.</summary>
public sealed class YamlWorkflowMistakesTests
{
    private static string Findings(string text, YamlWorkflowOptions? options = null)
    {
        var shown = new StringBuilder();
        foreach (var finding in YamlWorkflowReader.Read("flow.yaml", text, options).Diagnostics)
        {
            shown.Append(finding).Append('\n');
        }

        return shown.ToString();
    }

    [Fact]
    public void Shape_of_the_file() => Snapshot.Match(string.Join("---\n", new[]
    {
        "",
        "# nothing\n",
        "just a text\n",
        "[a, b]\n",
        "name: x\n",
        "name: x\nstpes:\n  a: echo\n",
        "steps:\n",
        "steps: {}\n",
        "steps: []\n",
        "steps: make\n",
        "agents: { a: { command: x } }\nlimits: {}\n",
        "name: ''\nname: b\nsteps: { a: echo }\n",
    }.Select(text => Findings(text))));

    [Fact]
    public void Keys_and_kinds_of_steps() => Snapshot.Match(Findings(
        """
        nmae: x
        max-parallel: many
        timeout: 10
        order: random
        fail-fast: yes
        defaults: { retries: 3, retry: 0, working-directory: /etc }
        steps:
          nothing: {}
          empty:
          list: [make, test]
          title-only: { title: x }
          two: { run: make, agent: a, prompt: b }
          typo: { rnu: make, neds: [a] }
          wait: { wait: 5, retry: 2, outputs: { a: b } }
          check: { check: "1 ==", env: { A: b } }
          agent: { agent: a, working-directory: x }
          alone: { run: make, max-parallel: 2, as: x, order: graph }
          text: { run: "", if: "  " }
          number: { run: 5, priority: high, always: maybe, on-failure: ignore }
          argv: { run: [] }
          deep: { run: [[make]] }
          bad name: echo
          -x: echo
          skills: { prompt: hello, skills: { a: b } }
        """));

    [Fact]
    public void Needs_conditions_and_templates() => Snapshot.Match(Findings(
        """
        steps:
          build: make
          test: { run: make test, needs: [biuld, build] }
          group:
            needs: { build: done, nobody: ended }
            steps:
              inner: { run: echo, needs: group/inner2 }
              inner2: { run: "echo ${{ steps.build.outputs.x", if: "${{ true }} and more" }
          cond: { run: "echo ${{ 1 + }} and ${{ (2 }}", if: "a = b" }
          block:
            run: |
              echo one
              echo ${{ 1 / }}
          each: { foreach: { a: b }, run: echo }
          each2: { foreach: "${{ x", run: echo, as: inputs }
          each3: { foreach: [{ a: b }], run: echo, as: my-item }
        """));

    [Fact]
    public void Cycles_and_names_that_are_not_there() => Snapshot.Match(Findings(
        """
        inputs: { target: { default: x } }
        steps:
          a: { run: "echo ${{ inputs.tagret }}", needs: b }
          b: { run: echo, needs: [c, first] }
          c: { run: echo, needs: a }
          first: { run: "echo '${{ steps.frist.exit }}'", if: "  ${{ secrets.KEY == 1 }}" }
          self: { run: echo, needs: self }
          g:
            needs: g/x
            steps:
              x: { check: item == 1 }
          each:
            foreach: "[1, 2]"
            run: |
              echo one
              echo ${{ itme }} ${{ item }}
          out: { run: echo, needs: each/each }
          wait: { run: "true", monitors: { m: { run: "true", every: 10ms } } }
        """));

    [Fact]
    public void A_step_that_cannot_be_read_is_not_missed_by_those_that_read_it() => Snapshot.Match(Findings(
        """
        steps:
          a: { rnu: make }
          b: { run: "echo ${{ steps.a.exit }}", needs: c }
          c: { run: echo, needs: b }
        """));

    [Fact]
    public void Names_in_a_used_file_are_checked_like_others() => Snapshot.Match(Findings(
        "steps:\n  a: { uses: lib/u.yaml, with: { x: 1 } }\n",
        new YamlWorkflowOptions
        {
            Files = new FakeFiles((
                "lib/u.yaml",
                "inputs: { x: {} }\nsteps:\n  b: { run: 'echo ${{ inputs.x }} ${{ steps.nobody.exit }}' }\n"
                    + "  c: { run: 'echo ${{ nothing }}', needs: d }\n  d: { run: echo, needs: c }\n")),
        }));

    [Fact]
    public void Inputs_env_and_pools() => Snapshot.Match(Findings(
        """
        inputs:
          a: { type: text }
          b: { type: number, default: x }
          c: { type: string, required: true, default: y, requierd: true }
          d: { type: list, choices: [] }
          e: { choices: [1, 2], default: 3 }
          f: { type: boolean, default: yes }
          g: string
          h i: {}
        env: { 1A: x, TASKER_X: y, B: , C: [x], D: "${{ }}" }
        pools: { run: 3, network: 0, a/b: 1, disk: x }
        steps:
          a: { run: x, pools: [netwrok, network] }
          b: { run: x, pools: [disc, run], env: [A, B], pass-env: ["A B"] }
        """));

    [Fact]
    public void Retries_limits_outputs_and_background() => Snapshot.Match(Findings(
        """
        steps:
          a: { run: x, retry: 0, timeout: 0s }
          b: { run: x, retry: { delay: 5, factor: 20, jitter: -1, on-exit: [0, x, 300], atempts: 2 } }
          c: { run: x, retry: { delay: 2m, max-delay: 1s }, timeout: -5s }
          d: { run: x, outputs: { a: ../x, b: /etc/passwd, c: {}, d: { file: x, stdout: true }, e: { stdout: false }, f: [x], "g h": x } }
          e: { run: x, background: maybe, outputs: [a] }
          f: { run: x, background: { raedy: x, within: 5s, at-end: kill } }
          g: { run: x, background: { ready: "(" } }
          h: { run: x, monitors: { m: { every: 5s }, n: { run: x, alert-on: "[", alert-on-exit: 256, evry: 1s }, o: check } }
          i: { run: x, timeout: 5 parsecs }
        """));

    [Fact]
    public void Chunks_and_their_sizes() => Snapshot.Match(Findings(
        """
        steps:
          a: { run: x, chunks: {} }
          b: { run: x, chunks: { sizes: 100, checkpoint-every: 0 } }
          c: { run: x, chunks: { sizes: [0, x, 5] } }
          d: { run: x, chunks: { sizes: [100000], checkpoint-every: 1 } }
          e: { run: x, chunks: { sizes: [5], fix: mend }, background: true }
          f: { wait: 5s, chunks: { sizes: [5] } }
          g: { run: x, chunks: 5 }
        """));

    [Fact]
    public void Used_files() => Snapshot.Match(Findings(
        """
        steps:
          a: { uses: ./missing.yaml }
          b: { uses: ../../outside.yaml }
          c: { uses: /etc/passwd.yaml }
          d: { uses: lib/ok.yaml }
          e: { uses: lib/ok.yaml, with: { target: [1, { a: b }], tagret: x, count: many } }
          f: { uses: lib/ok.yaml, with: { target: "a-${{ x }}", count: "${{ 1 + }}" }, env: { A: b } }
          g: { uses: lib/circle.yaml }
          h: { uses: lib/broken.yaml }
          i: { uses: lib/broken.yaml }
          j: { uses: nop }
          k: { uses: "" }
          l: { uses: lib/map.yaml }
        """,
        new YamlWorkflowOptions
        {
            StepTypes = ["noop", "copy"],
            Files = new FakeFiles(
                ("lib/ok.yaml", "inputs: { target: { required: true }, count: { type: number } }\nsteps: ['echo ${{ inputs.target }}']\n"),
                ("lib/circle.yaml", "steps: { a: { uses: ./other.yaml } }\n"),
                ("lib/other.yaml", "steps: { a: { uses: circle.yaml } }\n"),
                ("lib/broken.yaml", "steps:\n  a: { run: '${{ inputs.x }}', if: inputs }\n  b: { run: x, needs: c }\n"),
                ("lib/map.yaml", "inputs: { m: { default: { a: b } } }\nsteps: ['echo ${{ inputs.m.a }}']\n")),
        }));

    [Fact]
    public void Lists_of_steps() => Snapshot.Match(Findings(
        """
        steps:
          - id: a
            run: x
          - id: a
            run: y
          - name: b
            run: z
          - build: make
          - { run: x, depends_on: a, failFast: true }
          - [x]
          -
          - id: ''
            run: x
          - id: [x]
            run: x
        """));

    [Fact]
    public void Agents_and_skills_of_the_project() => Snapshot.Match(Findings(
        """
        steps:
          a: { prompt: hello }
          b: { agent: reviwer, prompt: hello, skills: [style, stile] }
          c: { agent: reviewer, prompt: "" }
          d: { agent: "", prompt: hello }
          e: { agent: reviewer }
        """,
        new YamlWorkflowOptions { Agents = new FakeAgents() }));

    [Fact]
    public void Hostile_names_cannot_forge_lines_or_turn_the_text_round()
    {
        var findings = Findings("\"a\\nflow.yaml:1:1: error TSK0000: fake\": 1\n\"\\u202Eabc\": 2\nsteps: { a: echo }\n");

        Assert.Equal(2, findings.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain('\u202E', findings);
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_text()
    {
        var found = YamlWorkflowReader.Read("flow.yaml",
            "timeout: x\nsteps:\n  b: { run: x, needs: c }\n  a: { rnu: x }\n  c: { if: '(' , run: x }\nnmae: y\n").Diagnostics;

        Assert.Equal(["TSK2015", "TSK2011", "TSK1004", "TSK2011"], found.Select(d => d.Code));
        Assert.Equal([1, 4, 5, 6], found.Select(d => d.Where.Line));
        Assert.All(found, d => Assert.Equal(Severity.Error, d.Severity));
    }
}
