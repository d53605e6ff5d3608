using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Hosting;

/// <summary>Values of the engine as programs see them.</summary>
internal static class JsonValues
{
    public static JsonElement Of(Value value)
    {
        using var document = JsonDocument.Parse(ValueJson.Write(value));
        return document.RootElement.Clone();
    }
}
