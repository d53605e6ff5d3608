using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.Settings;
using Tasker.Formats.Tests.Text;
using Tasker.Testing;

namespace Tasker.Formats.Tests.Settings;

public sealed class ProjectSettingsTests
{
    private const string Sample = """
        agents:
          claude:
            command: [claude, -p]
            args: [--output-format, text]
            model-args: [--model, "{model}"]
            model: haiku
            env: { MODE: quiet }
            pass-env: ANTHROPIC_API_KEY
            timeout: 20m
            cache: 1h
            max-parallel: 4
            instances: { eu: { env: { E: eu }, max-parallel: 2 }, us: { command: [claude, -x], args: [y], pass-env: US_KEY } }
            fallback: writer
            unavailable-on-exit: [75, 69]
            schema: { type: object, required: [verdict] }
          writer: { command: bin/write, prompt: file, args: ["--from={prompt}"] }
          echo: { command: echo, prompt: argument }
        default-agent: claude
        pools: { network: 4, agents: 2 }
        limits: { grace: 0s, log-limit: 10 MB, keep-runs: 20 }
        secrets: [DEPLOY_KEY, PIN]
        prices: { opus: { input: 5, output: 25 }, own: { input: 0.5, output: 1, cache-write: 2, cache-read: 0 } }
        steps: { mandatory-skills: [style], pass-env: [HOME], main-timeout: 2h, test-timeout: 1m, question-timeout: 10s, judge-criteria: false, python: python3.12 }
        """;

    private static ProjectSettings Read(string text)
    {
        var result = ProjectSettingsReader.Read("tasker.yaml", text);
        Assert.Equal("", string.Join('\n', result.Diagnostics));
        return result.Value!;
    }

    [Fact]
    public void Every_key_reaches_the_settings()
    {
        var settings = Read(Sample);

        var claude = settings.Agents["claude"];
        Assert.Equal(("claude", "haiku", TimeSpan.FromMinutes(20), PromptBy.StandardInput),
            (claude.Command, claude.Model, claude.TimeLimit, claude.Prompt));
        Assert.Equal(["-p", "--output-format", "text"], claude.Arguments.AsEnumerable());
        Assert.Equal(["--model", "{model}"], claude.ModelArguments.AsEnumerable());
        Assert.Equal(["ANTHROPIC_API_KEY"], claude.PassEnv.AsEnumerable());
        Assert.Equal("quiet", claude.Env["MODE"]);
        Assert.Equal((TimeSpan.FromHours(1), 4, "writer"), (claude.CacheFor, claude.MaxParallel, claude.Fallback));
        Assert.Equal([75, 69], claude.UnavailableExitCodes.AsEnumerable());
        Assert.Equal("""{"type":"object","required":["verdict"]}""", ValueJson.Write(claude.Schema!));
        Assert.Equal(["eu", "us"], claude.Instances.Select(instance => instance.Name));
        Assert.Equal((2, "eu", null), (claude.Instances[0].MaxParallel, claude.Instances[0].Env["E"], claude.Instances[0].Command));
        Assert.Equal(["-x", "y"], claude.Instances[1].Arguments!.Value.AsEnumerable());
        Assert.Equal(["US_KEY"], claude.Instances[1].PassEnv.AsEnumerable());
        Assert.Equal([PromptBy.StandardInput, PromptBy.Argument, PromptBy.File], settings.Agents.Values.Select(agent => agent.Prompt));
        Assert.Equal("claude", settings.DefaultAgent);
        Assert.Equal([new PoolSpec("network", 4), new PoolSpec("agents", 2)], settings.Pools.AsEnumerable());
        Assert.Equal((TimeSpan.Zero, 10_000_000, 20), (settings.Grace, settings.LogLimit, settings.KeepRuns));
        Assert.Equal(["DEPLOY_KEY", "PIN"], settings.Secrets);
        Assert.Equal([("opus", new PriceSettings(5, 25)), ("own", new PriceSettings(0.5, 1, 2, 0))],
            settings.Prices.Select(price => (price.Key, price.Value)));
        Assert.Equal(["style"], settings.Steps.MandatorySkills!.Value.AsEnumerable());
        Assert.Equal(["HOME"], settings.Steps.PassEnv.AsEnumerable());
        Assert.Equal(
            (TimeSpan.FromHours(2), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), false, "python3.12"),
            (settings.Steps.MainLimit, settings.Steps.TestLimit, settings.Steps.QuestionLimit, settings.Steps.JudgeCriteria,
                settings.Steps.Python));
    }

    [Fact]
    public void Empty_file_is_all_defaults()
    {
        Assert.Same(ProjectSettings.Default, Read(""));
        Assert.Same(ProjectSettings.Default, Read("# nothing yet\n"));
    }

    [Fact]
    public void Only_agent_is_the_default_one()
    {
        Assert.Equal("a", Read("agents: { a: { command: x } }\n").DefaultAgent);
        Assert.Null(Read("agents: { a: { command: x }, b: { command: y } }\n").DefaultAgent);
    }

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("64 KiB", 65536L)]
    [InlineData("1.5GB", 1_500_000_000L)]
    [InlineData("10 mb", 10_000_000L)]
    [InlineData("", null)]
    [InlineData("MB", null)]
    [InlineData("-1 MB", null)]
    [InlineData("1 PB", null)]
    [InlineData("99999999999999999999 TB", null)]
    public void Sizes_are_read_as_people_write_them(string text, long? expected) => Assert.Equal(expected, SizeText.Read(text));

    [Fact]
    public void Mistakes_are_told_all_at_once() => Snapshot.Match(string.Join("---\n", new[]
    {
        """
        agnets: {}
        agents:
          a: {}
          b: { comand: x }
          c: { command: claude -p, model: haiku, prompt: pipe, timeout: 5 }
          d: { command: [], env: { "1": x, B: [x] }, pass-env: "x y" }
          e: { command: x, args: ["{prompt}"], model-args: [--model] }
          f: claude
          "g h": { command: x }
        default-agent: clade
        pools: { x: 0, "y z": 1 }
        limits: { grace: -1s, log-limit: 1 KB, keep-runs: 0, keep: 1 }
        secrets: { a: b }
        prices: { opus: 5, haiku: { input: -1, output: many, cash: 1 }, sonnet: { output: 1 }, "a b": { input: 1, output: 1 } }
        steps: { mandatory-skill: x, main-timeout: soon, judge-criteria: 1 }
        """,
        "name: release\nsteps: { build: make }\n",
        "steps: [make]\n",
        "- a\n",
        "agents: 5\n",
        "a:\n\tb: c\n",
        """
        agents:
          a: { command: x, fallback: b, max-parallel: 0, cache: soon, unavailable-on-exit: [0, x] }
          b: { command: x, fallback: c, schema: { typ: object, properties: { p: { type: txt } } } }
          c: { command: x, fallback: b, schema: 5 }
          d: { command: x, fallback: cc }
          e: { command: x, instances: { "u v": { commnd: x }, w: 5, x: { max-parallel: 0, command: a b } } }
        """,
    }.Select(text => string.Concat(ProjectSettingsReader.Read("tasker.yaml", text).Diagnostics.Select(d => $"{d}\n")))));

    [Fact]
    public void Mutated_files_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(YamlReaderLaws.Mutations(Encoding.UTF8.GetBytes(Sample)).ToArbitrary(), bytes =>
        {
            var result = ProjectSettingsReader.Read("tasker.yaml", bytes);
            return result.IsUsable || !result.Diagnostics.IsEmpty;
        }));
}
