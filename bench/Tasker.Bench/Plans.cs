using System.Globalization;
using System.Text;

namespace Tasker.Bench;

/// <summary>Writes one graph of steps that do nothing for each peer, in the peer's own language.</summary>
internal static class Plans
{
    private const string Command = "true";

    public static string Name(int step) => "s" + step.ToString(CultureInfo.InvariantCulture);

    public static void WriteAll(string folder, int[][] needs)
    {
        Write(folder, "tasker.bench.yaml", Tasker(needs));
        Write(folder, "Makefile", Make(needs));
        Write(folder, "build.ninja", Ninja(needs));
        Write(folder, "floor.sh", Floor(needs.Length));
    }

    private static void Write(string folder, string name, StringBuilder text) =>
        File.WriteAllText(Path.Combine(folder, name), text.ToString());

    private static StringBuilder Tasker(int[][] needs)
    {
        var text = new StringBuilder("name: bench\nsteps:\n");
        for (var i = 0; i < needs.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Name(i)}:\n    run: \"{Command}\"\n");
            if (needs[i].Length > 0)
            {
                text.Append("    needs: [").AppendJoin(", ", needs[i].Select(Name)).Append("]\n");
            }
        }

        return text;
    }

    private static StringBuilder Make(int[][] needs)
    {
        var text = new StringBuilder(".PHONY: all");
        foreach (var step in Enumerable.Range(0, needs.Length))
        {
            text.Append(' ').Append(Name(step));
        }

        text.Append("\nall:");
        foreach (var step in Enumerable.Range(0, needs.Length))
        {
            text.Append(' ').Append(Name(step));
        }

        text.Append('\n');
        for (var i = 0; i < needs.Length; i++)
        {
            text.Append(Name(i)).Append(": ").AppendJoin(' ', needs[i].Select(Name))
                .Append(CultureInfo.InvariantCulture, $"\n\t@{Command}\n");
        }

        return text;
    }

    private static StringBuilder Ninja(int[][] needs)
    {
        var text = new StringBuilder($"rule run\n  command = {Command}\n  description = $out\n");
        for (var i = 0; i < needs.Length; i++)
        {
            text.Append("build ").Append(Name(i)).Append(": run ").AppendJoin(' ', needs[i].Select(Name)).Append('\n');
        }

        return text;
    }

    /// <summary>No graph at all: loops beside each other that start the same programs.</summary>
    private static StringBuilder Floor(int steps) => new StringBuilder()
        .Append("loop() { for ((i = 0; i < $1; i++)); do /bin/true; done; }\n")
        .Append(CultureInfo.InvariantCulture,
            $"if [[ $1 == 1 ]]; then loop {steps}; else loop {steps / 2} & loop {steps - (steps / 2)}; wait; fi\n");
}
