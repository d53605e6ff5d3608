using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;
using Tasker.Formats.Settings;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>The published schemas and the readers say the same.</summary>
public sealed class SchemaTests
{
    private static readonly JsonSchema Workflow = Schema(PublishedSchemas.Workflow);
    private static readonly JsonSchema Settings = Schema(PublishedSchemas.Settings);

    public static TheoryData<string> Examples() => [.. RepositoryFiles.Examples()];

    private static JsonSchema Schema(string text) =>
        JsonSchema.Read(ValueJson.Read(text), out var problems) ?? throw new InvalidOperationException(string.Join('\n', problems));

    private static ImmutableArray<string> BySchema(JsonSchema schema, string text)
    {
        var bag = new DiagnosticBag();
        var root = YamlReader.Read("f.yaml", text, bag);
        Assert.False(bag.HasErrors, string.Join('\n', bag.ToImmutable()));
        return schema.Problems(YamlValues.Read(root!));
    }

    [Fact]
    public void Schema_of_workflows_names_the_keys_that_the_reader_knows() => Assert.All(WorkflowKeys.All, table =>
        Assert.Equal(table.Keys.Names.Order(), Properties(Workflow, table.Name == "retry" ? "retryMap" : table.Name)));

    [Fact]
    public void Schema_of_settings_names_the_keys_that_the_reader_knows() =>
        Assert.All(SettingsKeys.All, table => Assert.Equal(table.Keys.Names.Order(), Properties(Settings, table.Name)));

    [Fact]
    public void Every_key_of_a_step_is_described() => Assert.Equal(WorkflowKeys.Step.Names.Order(), Properties(Workflow, "stepBody"));

    [Fact]
    public void Guide_names_every_key()
    {
        var guide = RepositoryFiles.Read("docs/guide/yaml.md");

        Assert.All(
            WorkflowKeys.All.Concat(SettingsKeys.All).SelectMany(table => table.Keys.Names),
            key => Assert.Matches($@"(?<![\w-]){Regex.Escape(key)}(?![\w-])", guide));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_is_right_for_reader_and_schema(string path)
    {
        var text = RepositoryFiles.Read(path);
        var result = YamlWorkflowReader.Read(path, text, new YamlWorkflowOptions { Files = new ProjectFolder(RepositoryFiles.Root) });

        Assert.Equal("", string.Join('\n', result.Diagnostics));
        Assert.Equal("", string.Join('\n', BySchema(Workflow, text)));
    }

    [Fact]
    public void Code_of_the_guide_is_right_for_reader_and_schema()
    {
        var blocks = Regex.Matches(RepositoryFiles.Read("docs/guide/yaml.md"), "```yaml\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value).ToArray();
        const string build = "inputs: { target: {}, version: { default: '1' } }\nsteps: ['make ${{ inputs.target }}']\n";
        var library = new FakeFiles(("lib/build.yaml", build));

        Assert.InRange(blocks.Length, 10, 100);
        Assert.All(blocks, block =>
        {
            var settings = block.StartsWith("# tasker.yaml", StringComparison.Ordinal);
            var findings = settings
                ? ProjectSettingsReader.Read("tasker.yaml", block).Diagnostics
                : YamlWorkflowReader.Read("flow.yaml", block, new YamlWorkflowOptions { Files = library }).Diagnostics;
            Assert.Equal("", string.Join('\n', findings));
            Assert.Equal("", string.Join('\n', BySchema(settings ? Settings : Workflow, block)));
        });
    }

    [Theory]
    [InlineData("name: x")]
    [InlineData("steps: {}")]
    [InlineData("steps: []")]
    [InlineData("steps: make")]
    [InlineData("steps: { a: }")]
    [InlineData("steps: { a: [make] }")]
    [InlineData("steps: { a: {} }")]
    [InlineData("steps: { 'a b': make }")]
    [InlineData("stpes: { a: make }\nsteps: { a: make }")]
    [InlineData("steps: { a: { run: make, agent: x, prompt: y } }")]
    [InlineData("steps: { a: { run: make, check: 'true' } }")]
    [InlineData("steps: { a: { rnu: make } }")]
    [InlineData("steps: { a: { run: '' } }")]
    [InlineData("steps: { a: { run: [] } }")]
    [InlineData("steps: { a: { agent: x } }")]
    [InlineData("steps: { a: { run: make, retry: 0 } }")]
    [InlineData("steps: { a: { run: make, retry: { delay: 1s } } }")]
    [InlineData("steps: { a: { run: make, retry: { attempts: 2, factor: 11 } } }")]
    [InlineData("steps: { a: { run: make, timeout: 10 } }")]
    [InlineData("steps: { a: { run: make, timeout: soon } }")]
    [InlineData("steps: { a: { run: make, always: yes } }")]
    [InlineData("steps: { a: { run: make, on-failure: ignore } }")]
    [InlineData("steps: { a: { run: make, needs: { b: done } }, b: make }")]
    [InlineData("steps: { a: { run: make, as: x } }")]
    [InlineData("steps: { a: { run: make, foreach: [x], as: inputs } }")]
    [InlineData("steps: { a: { run: make, foreach: { x: y } } }")]
    [InlineData("steps: { a: { run: make, foreach: [{ x: y }] } }")]
    [InlineData("steps: { a: { run: make, max-parallel: 2 } }")]
    [InlineData("steps: { a: { wait: 1s, retry: 2 } }")]
    [InlineData("steps: { a: { approve: ok, env: { A: b } } }")]
    [InlineData("steps: { a: { uses: ./x.yaml, outputs: { x: y } } }")]
    [InlineData("steps: { a: { uses: noop, env: { A: b } } }")]
    [InlineData("steps: { a: { run: make, order: sequence } }")]
    [InlineData("steps: { a: { run: make, prompt: x } }")]
    [InlineData("steps: { a: { run: make, env: { 1A: b } } }")]
    [InlineData("steps: { a: { run: make, env: { TASKER_X: b } } }")]
    [InlineData("steps: { a: { run: make, env: { A: } } }")]
    [InlineData("steps: { a: { run: make, working-directory: ../x } }")]
    [InlineData("steps: { a: { run: make, working-directory: /x } }")]
    [InlineData("steps: { a: { run: make, outputs: { x: ../y } } }")]
    [InlineData("steps: { a: { run: make, outputs: { x: { file: y, stdout: true } } } }")]
    [InlineData("steps: { a: { run: make, outputs: { x: { stdout: false } } } }")]
    [InlineData("steps: { a: { run: make, background: { within: 5s } } }")]
    [InlineData("steps: { a: { run: make, monitors: { m: { every: 5s } } } }")]
    [InlineData("steps: { a: { run: make, chunks: {} } }")]
    [InlineData("steps: { a: { run: make, chunks: { sizes: [0] } } }")]
    [InlineData("steps: { a: { run: make, chunks: { sizes: [5], fix: make } } }")]
    [InlineData("steps: { a: make }\npools: { run: 2 }")]
    [InlineData("steps: { a: make }\nmax-parallel: 0")]
    [InlineData("steps: { a: make }\ninputs: { a: { required: true, default: x } }")]
    [InlineData("steps: { a: make }\ninputs: { a: { type: number, default: x } }")]
    [InlineData("steps: { a: make }\ninputs: { a: { choices: [] } }")]
    [InlineData("steps: { a: make }\ndefaults: { shell: bash }")]
    [InlineData("steps: [{ name: a, run: make }]")]
    [InlineData("- make")]
    public void Wrong_file_is_refused_by_reader_and_schema(string text)
    {
        Assert.False(YamlWorkflowReader.Read("f.yaml", text, new YamlWorkflowOptions
        {
            Files = new FakeFiles(("x.yaml", "steps: [make]\n")),
        }).IsUsable);
        Assert.NotEmpty(BySchema(Workflow, text));
    }

    [Theory]
    [InlineData("agents: { a: {} }")]
    [InlineData("agents: { a: { command: '' } }")]
    [InlineData("agents: { a: { command: claude -p } }")]
    [InlineData("agents: { a: { command: [] } }")]
    [InlineData("agents: { a: { command: x, prompt: pipe } }")]
    [InlineData("agents: { a: { command: x, timeout: 5 } }")]
    [InlineData("agents: { a b: { command: x } }")]
    [InlineData("agents: { a: { command: x, env: { 1: x } } }")]
    [InlineData("agents: { a: { command: x, schema: 5 } }")]
    [InlineData("agents: { a: { command: x, unavailable-on-exit: 0 } }")]
    [InlineData("agents: { a: { command: x, instances: { i: { command: a b } } } }")]
    [InlineData("agents: { a: { command: x, max-parallel: many } }")]
    [InlineData("limits: { keep-runs: 0 }")]
    [InlineData("limits: { log-limit: [] }")]
    [InlineData("pools: { x: 0 }")]
    [InlineData("secrets: { a: b }")]
    [InlineData("prices: { opus: { input: 5 } }")]
    [InlineData("prices: { opus: { input: -5, output: 1 } }")]
    [InlineData("prices: { opus: 5 }")]
    [InlineData("agnets: {}")]
    [InlineData("steps: { build: make }")]
    [InlineData("steps: [make]")]
    [InlineData("steps: { judge-criteria: 1 }")]
    [InlineData("- x")]
    public void Wrong_settings_are_refused_by_reader_and_schema(string text)
    {
        Assert.False(ProjectSettingsReader.Read("tasker.yaml", text).IsUsable);
        Assert.NotEmpty(BySchema(Settings, text));
    }

    [Fact]
    public void What_the_reader_takes_the_schema_takes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(YamlWorkflowLaws.ChangedValues().ToArbitrary(), text =>
        {
            var result = YamlWorkflowReader.Read("flow.yaml", text, YamlWorkflowLaws.Options);
            return !result.IsUsable || BySchema(Workflow, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))).Length == 0;
        }));

    [Theory]
    [MemberData(nameof(EveryKeyOfEveryKind))]
    public void Key_fits_a_kind_of_step_for_reader_and_schema_alike(string action, string key, string value)
    {
        var text = $"pools: {{ p: 1 }}\nsteps:\n  a: {{ {action}, {key}: {value} }}\n";
        var result = YamlWorkflowReader.Read("f.yaml", text, new YamlWorkflowOptions
        {
            Files = new FakeFiles(("x.yaml", "inputs: { y: {} }\nsteps: [make]\n")),
        });

        Assert.Equal(result.IsUsable, BySchema(Workflow, text).Length == 0);
    }

    public static TheoryData<string, string, string> EveryKeyOfEveryKind()
    {
        string[] actions =
        [
            "run: make", "agent: a, prompt: b", "prompt: b", "check: 'true'", "wait: 1s", "approve: ok", "uses: noop", "uses: ./x.yaml",
            "steps: [make]", "foreach: [x], run: make",
        ];
        (string Key, string Value)[] values =
        [
            ("title", "t"), ("needs", "[]"), ("if", "'true'"), ("always", "true"), ("on-failure", "stop"), ("priority", "1"),
            ("checkpoint", "c"), ("retry", "2"), ("timeout", "1s"), ("env", "{ A: b }"), ("pass-env", "A"), ("working-directory", "x"),
            ("pools", "p"), ("outputs", "{ o: f }"), ("background", "true"), ("monitors", "{ m: { run: x } }"),
            ("chunks", "{ sizes: [1] }"), ("skills", "s"), ("model", "m"), ("schema", "{ type: object }"), ("message", "m"),
            ("with", "{ y: 1 }"), ("as", "x"), ("order", "graph"), ("max-parallel", "2"), ("fail-fast", "true"),
        ];
        var data = new TheoryData<string, string, string>();
        foreach (var action in actions)
        {
            foreach (var (key, value) in values)
            {
                data.Add(action, key, value);
            }
        }

        return data;
    }

    private static IEnumerable<string> Properties(JsonSchema schema, string name) =>
        ((Value.Map)At(At(At(schema.Root, "$defs"), name), "properties")).Names.Order();

    private static Value At(Value value, string name) => ((Value.Map)value)[name];
}
