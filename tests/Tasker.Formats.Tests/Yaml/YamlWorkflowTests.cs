using Tasker.Core.Workflows;
using Tasker.Formats.Yaml;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>What each key of the format means, as the workflow that comes of it.</summary>
public sealed class YamlWorkflowTests
{
    private static Workflow Read(string text, YamlWorkflowOptions? options = null)
    {
        var result = YamlWorkflowReader.Read("ci/release.yaml", text, options);
        Assert.Equal("", string.Join('\n', result.Diagnostics));
        return result.Value!;
    }

    [Fact]
    public void Every_key_reaches_the_workflow() => Snapshot.Match(WorkflowText.Of(Read(
        """
        name: release
        description: Build, test and publish.
        inputs:
          version: { type: string, required: true, description: What to publish. }
          targets: { type: list, default: [linux, mac] }
          level: { type: number, choices: [1, 2, 3], default: 2 }
          exact: { type: string, default: 1.10 }
          free:
        env: { CI: "1", VERSION: "v${{ inputs.version }}" }
        pools: { agents: 2, network: 4 }
        max-parallel: 4
        timeout: 2h
        defaults: { retry: 2, timeout: 10m, working-directory: src, pass-env: [HOME] }
        steps:
          fetch:
            run: curl -fsS https://example.org/data.json -o data.json
            retry: { attempts: 3, delay: 2s, max-delay: 1m, factor: 3, jitter: 0.2, on-exit: [7, 28] }
            timeout: 30s
            outputs: { data: { file: data.json }, log: out/log.txt, head: { stdout: true }, size: { reported: true } }
          build:
            title: Build everything
            needs: [fetch]
            if: ${{ inputs.version != '' }}
            run: [make, "VERSION=${{ inputs.version }}", ""]
            env: { A: b, EMPTY: "" }
            pass-env: AWS_PROFILE
            working-directory: sub/dir
            pools: network
            priority: 5
            on-failure: continue
            always: true
            checkpoint: built
          review:
            needs: { build: ended, fetch: started }
            agent: reviewer
            prompt: Review ${{ steps.build.status }}
            skills: style
            model: haiku
            pools: [agents]
          ask: { prompt: "What now?" }
          gate: { check: steps.review.outputs.score >= 8, message: "score too low", needs: review }
          cool: { wait: 30s }
          sign-off: { approve: "Publish ${{ inputs.version }}?", timeout: 2d }
          type: { uses: noop, with: { count: 3, text: "x ${{ inputs.version }}", deep: [a, { b: true }] } }
          short: echo hello
        """)));

    [Fact]
    public void List_of_steps_is_a_sequence_and_a_map_a_graph()
    {
        Snapshot.Match(WorkflowText.Of(Read(
            """
            steps:
              - echo one
              - id: two
                run: echo two
              - steps:
                  a: echo a
                  b: { run: echo b, needs: a }
              - id: side
                order: parallel
                max-parallel: 2
                fail-fast: true
                retry: 2
                timeout: 1m
                steps: [echo x, echo y]
            """)));
    }

    [Fact]
    public void Needs_find_steps_beside_then_above_then_inside_groups() => Snapshot.Match(WorkflowText.Of(Read(
        """
        steps:
          setup: echo
          tests:
            needs: setup
            steps:
              setup: echo inner
              unit: { run: echo, needs: setup }
              more:
                steps:
                  slow: { run: echo, needs: [unit, tests-done] }
          tests-done: echo
          report: { run: echo, needs: [tests/unit, tests/more/slow] }
        """)));

    [Fact]
    public void Foreach_makes_a_group_of_a_step_and_of_a_group() => Snapshot.Match(WorkflowText.Of(Read(
        """
        inputs: { targets: { type: list, default: [a, b] } }
        max-parallel: 3
        steps:
          each:
            foreach: ${{ inputs.targets }}
            as: target
            max-parallel: 2
            fail-fast: true
            if: inputs.targets.length > 0
            needs: prepare
            retry: 2
            timeout: 1m
            run: echo ${{ target }}
          prepare: echo
          groups:
            foreach: [linux, 'it''s', 3, true, "${{ inputs.targets.length }}"]
            retry: 2
            steps: ["echo ${{ item }}", "echo ${{ index }}"]
        """)));

    [Fact]
    public void Background_steps_and_monitors_keep_their_surroundings_and_stay_out_of_the_limit() => Snapshot.Match(WorkflowText.Of(Read(
        """
        max-parallel: 1
        steps:
          server:
            run: ./serve --port 8080
            working-directory: web
            env: { A: b }
            background: { ready: listening on, within: 30s, at-end: stop }
            monitors:
              errors: { run: grep ERROR log, every: 2m, alert-on: "ERROR|FATAL", alert-on-exit: 0, timeout: 10s }
              alive: { run: [pgrep, serve] }
          plain: { run: sleep 1, background: true }
          not: { run: echo, background: false }
        """)));

    [Fact]
    public void Chunks_become_pieces_checks_and_fixes() => Snapshot.Match(WorkflowText.Of(Read(
        """
        steps:
          data:
            run: ./gen --from $CHUNK_START --count $CHUNK_SIZE
            working-directory: gen
            timeout: 10m
            retry: 2
            needs: start
            chunks: { sizes: [100, 900], checkpoint-every: 500, check: ./quality data.jsonl, fix: ./mend, retry: { attempts: 3, delay: 0s } }
          start: echo
          written: { agent: writer, prompt: "Write $CHUNK_SIZE examples from $CHUNK_START on", chunks: { sizes: [5] } }
        """)));

    [Fact]
    public void Used_file_becomes_a_group_with_its_inputs_put_in() => Snapshot.Match(WorkflowText.Of(Read(
        """
        inputs: { t: { default: x } }
        pools: { network: 2 }
        max-parallel: 4
        env: { OUTER: "1" }
        steps:
          lib:
            uses: ../lib/build.yaml
            with: { target: "${{ inputs.t }}", jobs: 3 }
            retry: 2
          each: { uses: ./small.yml, foreach: [a, b], with: { what: "${{ item }}" } }
        """,
        new YamlWorkflowOptions
        {
            Files = new FakeFiles(
                ("lib/build.yaml", """
                    name: library
                    inputs: { target: { type: string, required: true }, jobs: { type: number, default: 1 }, flags: { default: [-a, "it's"] } }
                    env: { LIB: "${{ inputs.target }}" }
                    pools: { network: 5, disk: 1 }
                    max-parallel: 2
                    timeout: 5m
                    defaults: { retry: 3 }
                    steps:
                      make: { run: "make ${{ inputs.target }}", if: "inputs.jobs > 1 and inputs['target'] != 'y'", pools: [disk, network] }
                      list: { foreach: inputs.flags, run: "echo ${{ item }}", needs: make, env: { LIB: own } }
                      ok: { check: steps.make.status == 'succeeded', needs: make }
                      deep: { uses: ../ci/small.yml, with: { what: "${{ inputs.target + '!' }}" } }
                    """),
                ("ci/small.yml", "inputs: { what: {} }\nsteps: ['echo ${{ inputs.what }}']\n")),
        })));

    [Fact]
    public void Places_are_those_of_the_names()
    {
        var root = Read("steps:\n  a: echo\n  b:\n    run: echo\n").Root;

        Assert.Equal(["ci/release.yaml:2:3", "ci/release.yaml:3:3"], root.Members.Select(member => member.Where.ToString()));
    }

    [Fact]
    public void Pool_of_the_project_can_be_named_and_the_smaller_limit_holds()
    {
        var workflow = Read(
            "pools: { network: 9 }\nsteps:\n  a: { run: echo, pools: [gpu, network] }\n",
            new YamlWorkflowOptions { Pools = [new PoolSpec("gpu", 1), new PoolSpec("network", 3)] });

        Assert.Equal([new PoolSpec("gpu", 1), new PoolSpec("network", 3)], workflow.Pools.AsEnumerable());
    }
}
