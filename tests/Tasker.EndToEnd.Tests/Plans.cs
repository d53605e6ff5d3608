using System.Text;

namespace Tasker.EndToEnd.Tests;

/// <summary>Plans for runs that are disturbed, with steps that write down what they do.</summary>
internal static class Plans
{
    /// <summary>Layers of quick steps, each of which needs two or three of the layer before and, when asked for, hands a text on.</summary>
    public static string Layered(int steps, int width, int most, bool handsOn = true)
    {
        var text = new StringBuilder($"name: layered\nmax-parallel: {most}\nsteps:\n");
        for (var i = 0; i < steps; i++)
        {
            var before = i < width ? "" : $"<${{{{ steps.s{i - width}.outputs.text }}}}";
            text.Append(handsOn
                ? $"  s{i}:\n    run: '{Ledger.Begin}; printf \"%.40s\" \"s{i}{before}\"; {Ledger.End}'\n    "
                    + $"outputs: {{ text: {{ stdout: true }} }}\n"
                : $"  s{i}:\n    run: '{Ledger.Begin}; {Ledger.End}'\n");
            if (i >= width)
            {
                var layer = ((i / width) - 1) * width;
                text.Append(
                    $"    needs: [s{i - width}, s{layer + ((i + 1) % width)}{(i % 2 == 0 ? "" : $", s{layer + ((i + 3) % width)}")}]\n");
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// A plan with something of everything, from a seed: failures, retries with a wait, waits, fan-outs, groups, chunks, steps in the
    /// background, steps that always run, conditions. What comes of it does not depend on how often it was disturbed.
    /// </summary>
    public static string Random(int seed)
    {
        var random = new Random(seed);
        var steps = random.Next(12, 40);
        var text = new StringBuilder($"name: random\nmax-parallel: {random.Next(1, 5)}\npools: {{ narrow: 1 }}\nsteps:\n");
        for (var i = 0; i < steps; i++)
        {
            text.Append($"  s{i}:\n{Body(random)}");
            if (i > 0 && random.Next(4) > 0)
            {
                var needs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(Math.Max(0, i - 8), i)).Distinct().Order();
                var until = new[] { "ended", "ended", "passed", "succeeded" }[random.Next(4)];
                text.Append($"    needs: {{ {string.Join(", ", needs.Select(n => $"s{n}: {until}"))} }}\n");
            }
        }

        return text.ToString();
    }

    private static string Body(Random random)
    {
        var nap = $"sleep 0.0{random.Next(10)}; ";
        return random.Next(12) switch
        {
            0 => $"    run: '{Ledger.Begin}; {nap}exit 3'\n    on-failure: {(random.Next(2) == 0 ? "continue" : "block")}\n",
            1 => $"    run: '{Ledger.Begin}; [ -e \"again-$TASKER_STEP\" ] || {{ touch \"again-$TASKER_STEP\"; exit 4; }}; {Ledger.End}'\n"
                + "    retry: { attempts: 3, delay: 150ms, jitter: 0 }\n",
            2 => $"    wait: {random.Next(20, 300)}ms\n",
            3 => $"    foreach: [a, b, c, d]\n    max-parallel: {random.Next(1, 4)}\n    run: '{Ledger.Begin}; echo \"${{{{ item }}}}\" "
                + $"> /dev/null; {Ledger.End}'\n",
            4 => $"    steps:\n      - \"{Quoted(Ledger.Begin + "; " + nap + Ledger.End)}\"\n      - "
                + $"\"{Quoted(Ledger.Begin + "; " + Ledger.End)}\"\n",
            5 => $"    run: '{Ledger.Begin}; {nap}{Ledger.End}'\n    chunks: {{ sizes: [2, 4], checkpoint-every: 2, check: 'true' }}\n",
            6 => $"    run: '{Ledger.Begin}; sleep 0.2; {Ledger.End}'\n    background: true\n",
            7 => $"    run: '{Ledger.Begin}; {nap}{Ledger.End}'\n    always: true\n",
            8 => $"    run: '{Ledger.Begin}; {Ledger.End}'\n    if: 1 == {random.Next(2)}\n",
            9 => $"    run: '{Ledger.Begin}; {nap}{Ledger.End}'\n    pools: [narrow]\n    priority: {random.Next(5)}\n",
            _ => $"    run: '{Ledger.Begin}; {nap}{Ledger.End}'\n",
        };
    }

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
