namespace Tasker.Bench;

/// <summary>The shapes that are measured: for each step, the earlier steps that it needs. The same for every peer.</summary>
internal static class Graphs
{
    public static readonly string[] Shapes = ["chain", "fanout", "layered", "diamond"];

    private const int LayerWidth = 50;
    private const int NeedsInLayer = 3;

    /// <summary>
    /// <c>chain</c>: each needs the one before. <c>fanout</c>: one, then all others beside each other, then one. <c>layered</c>: each needs
    /// three of the layer before, drawn with a fixed seed. <c>diamond</c>: one, two that need it, one that needs both, and so on.
    /// </summary>
    public static int[][] Needs(string shape, int steps, int width = LayerWidth)
    {
        var random = new Random(1);
        var needs = new int[steps][];
        for (var i = 0; i < steps; i++)
        {
            needs[i] = shape switch
            {
                "chain" => i == 0 ? [] : [i - 1],
                "fanout" => i == 0 ? [] : i < steps - 1 ? [0] : [.. Enumerable.Range(1, Math.Max(0, steps - 2))],
                "layered" => i < width ? [] : Layer(random, i, width),
                "diamond" => i == 0 ? [] : (i % 3) switch { 1 => [i - 1], 2 => [i - 2], _ => [i - 1, i - 2] },
                _ => throw new ArgumentException($"There is no shape '{shape}'. There are: {string.Join(", ", Shapes)}.", nameof(shape)),
            };
        }

        return needs;
    }

    private static int[] Layer(Random random, int step, int width)
    {
        var first = ((step / width) - 1) * width;
        return [.. Enumerable.Range(0, NeedsInLayer).Select(_ => first + random.Next(width)).Distinct().Order()];
    }
}
