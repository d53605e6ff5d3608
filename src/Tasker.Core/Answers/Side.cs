using Tasker.Core.Values;

namespace Tasker.Core.Answers;

/// <summary>Agents by the side that they take; sides are equal without regard to case and blanks.</summary>
/// <param name="Name">The side as it was first written.</param>
/// <param name="Agents">Who takes it, in the order in which they were asked.</param>
internal sealed record Side(string Name, List<AskedAgent> Agents)
{
    /// <summary>Mean confidence of those who say how sure they are; null when none does.</summary>
    public double? Confidence => Mean(Agents);

    /// <summary>The sides, the largest first, equal ones in the order in which they were first taken; and who takes none.</summary>
    public static (List<Side> Sides, List<AskedAgent> Silent) Of(IEnumerable<AskedAgent> answered, Func<Opinion, string?> choose)
    {
        var (sides, silent) = (new Dictionary<string, Side>(StringComparer.OrdinalIgnoreCase), new List<AskedAgent>());
        var order = new List<Side>();
        foreach (var agent in answered)
        {
            if (choose(agent.Opinion!) is not { } name)
            {
                silent.Add(agent);
                continue;
            }

            var key = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (!sides.TryGetValue(key, out var side))
            {
                sides[key] = side = new Side(name, []);
                order.Add(side);
            }

            side.Agents.Add(agent);
        }

        return ([.. order.OrderByDescending(side => side.Agents.Count)], silent);
    }

    /// <summary>Mean confidence; null when nobody says how sure they are.</summary>
    public static double? Mean(IEnumerable<AskedAgent> agents)
    {
        double[] sure = [.. agents.Select(a => a.Opinion!.Confidence).OfType<double>()];
        return sure.Length == 0 ? null : Math.Round(sure.Sum() / sure.Length, 4);
    }

    /// <summary>Names of agents as a list.</summary>
    public static Value.List Names(IEnumerable<AskedAgent> agents) => new([.. agents.Select(a => Value.Of(a.Key))]);

    /// <summary>A number, or nothing.</summary>
    public static Value Number(double? number) => number is { } given ? Value.Of(given) : Value.None;

    /// <summary>A share of 1 to four digits.</summary>
    public static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);
}
