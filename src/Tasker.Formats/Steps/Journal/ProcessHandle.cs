using System.Text;
using System.Text.Json;

namespace Tasker.Formats.Steps.Journal;

/// <summary>What can be read from the handle of an attempt, whoever gave it.</summary>
internal static class ProcessHandle
{
    /// <summary>The process id, where the handle is a JSON object with a number <c>pid</c>.</summary>
    public static int? PidOf(string? handle)
    {
        if (handle is not ['{', ..])
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(handle));
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1
                    && reader.ValueTextEquals("pid"))
                {
                    return reader.Read() && reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var pid)
                        && pid > 0 ? pid : null;
                }
            }
        }
        catch (JsonException)
        {
            // Another executor's handle.
        }

        return null;
    }
}
