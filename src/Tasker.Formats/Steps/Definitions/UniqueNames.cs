using System.Globalization;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>Gives each of several names its own: the second <c>check</c> becomes <c>check_2</c>.</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name, or the name with the first free number.</summary>
    public string Take(string name)
    {
        var free = name;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return free;
    }
}
