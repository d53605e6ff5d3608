using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Formats.Tests.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>Whatever the file is: no exception, and findings whenever there is no workflow.</summary>
public sealed class YamlWorkflowLaws
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(
        """
        name: release
        inputs: { v: { type: list, default: [a, b], choices: [[a, b]] } }
        env: { CI: "${{ inputs.v }}" }
        pools: { network: 4 }
        max-parallel: 4
        defaults: { retry: { attempts: 3, delay: 2s }, timeout: 10m }
        steps:
          a: { run: "echo ${{ inputs.v }}", outputs: { x: y }, pools: [network] }
          b: { run: [make, x], needs: [a], if: "inputs.v.length > 1", retry: 3, background: { ready: up, within: 3s } }
          c: { prompt: hello, agent: x, chunks: { sizes: [10, 20], checkpoint-every: 7, check: x, fix: y, retry: 2 } }
          d: { uses: lib.yaml, with: { x: "${{ inputs.v }}", y: 3 } }
          e:
            foreach: inputs.v
            as: one
            steps:
              - echo ${{ one }}
              - { check: "one == 'a'", message: no }
              - { wait: 5s }
          f: { run: x, monitors: { m: { run: x, every: 3s, alert-on: "a|b" } } }
        """);

    internal static readonly YamlWorkflowOptions Options = new()
    {
        Files = new FakeFiles((
            "lib.yaml",
            "inputs: { x: {}, y: { type: number } }\n"
                + "steps: { a: { run: 'x ${{ inputs.x }}', if: inputs.y > 2 }, b: { uses: lib.yaml } }\n")),
        Agents = new FakeAgents(),
    };

    [Fact]
    public void Mutated_files_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(4000),
        Prop.ForAll(YamlReaderLaws.Mutations(Sample).ToArbitrary(), Holds));

    [Fact]
    public void Files_with_values_changed_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(ChangedValues().ToArbitrary(), text => Holds(Encoding.UTF8.GetBytes(text))));

    /// <summary>The sample with some values replaced by others, which often still makes sense.</summary>
    internal static Gen<string> ChangedValues()
    {
        var lines = Encoding.UTF8.GetString(Sample).Split('\n');
        string[] values =
        [
            "5", "x", "[x, [y]]", "{ a: b }", "", "true", "'${{ x }}'", "-1", "\"\"", "[[]]", "1e999", "99999999999999999999", "3s", "'1h'",
        ];
        var mutation =
            from line in Gen.Choose(0, lines.Length - 1)
            from value in Gen.Elements(values)
            from at in Gen.Choose(0, 6)
            select (line, value, at);
        return mutation.NonEmptyListOf().Select(mutations =>
        {
            var changed = lines.ToArray();
            foreach (var (line, value, at) in mutations.Take(3))
            {
                var parts = changed[line].Split(": ");
                var last = parts[Math.Min(at, parts.Length - 1)];
                var end = last.IndexOfAny([',', '}']);
                parts[Math.Min(at, parts.Length - 1)] = value + (end < 0 ? "" : last[end..]);
                changed[line] = string.Join(": ", parts);
            }

            return string.Join('\n', changed);
        });
    }

    [Fact]
    public void Random_bytes_never_throw() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Holds));

    private static bool Holds(byte[] bytes)
    {
        var result = YamlWorkflowReader.Read("flow.yaml", bytes, Options);
        Assert.All(result.Diagnostics, d => Assert.DoesNotContain('\n', d.ToString()));
        return result.IsUsable || !result.Diagnostics.IsEmpty;
    }
}
