using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Storage.Sqlite;

/// <summary>Labels of a run as one JSON object, which people can read in the database.</summary>
internal static class Labels
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = RelaxedEncoder.Instance };

    public static string? ToText(ImmutableSortedDictionary<string, string> labels)
    {
        if (labels.IsEmpty)
        {
            return null;
        }

        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartObject();
            foreach (var (name, value) in labels)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    /// <summary>No labels when the text is not what <see cref="ToText"/> makes: a list of runs must not fail for it.</summary>
    public static ImmutableSortedDictionary<string, string> FromText(string? text)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (text is null)
        {
            return labels.ToImmutable();
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (var label in json.RootElement.EnumerateObject())
            {
                labels[label.Name] = label.Value.GetString() ?? "";
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            labels.Clear();
        }

        return labels.ToImmutable();
    }
}
