using System.Collections.Immutable;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary><c>env</c> and <c>pass-env</c>.</summary>
internal static class EnvReader
{
    /// <summary>Variables with their values, which may be templates; empty when the key is not there.</summary>
    public static ImmutableSortedDictionary<string, string> Read(YamlFields fields, ExpressionTexts texts)
    {
        var env = FileScope.NoEnv.ToBuilder();
        foreach (var entry in fields.Entries("env"))
        {
            var name = $"The variable '{Excerpt.Of(entry.Name)}'";
            if (Names.CheckVariable(entry.Name, entry.Key.Place, fields.Bag)
                && texts.Template(entry.Value, name) is { } text)
            {
                env[entry.Name] = text;
            }
        }

        return env.ToImmutable();
    }

    /// <summary>Names of variables that are passed on; null when the key is not there.</summary>
    public static ImmutableArray<string>? PassEnv(YamlFields fields) => !fields.Has("pass-env") ? null :
    [
        .. fields.PlacedTexts("pass-env").Where(name => Names.CheckVariable(name.Text, name.Place, fields.Bag)).Select(name => name.Text),
    ];
}
