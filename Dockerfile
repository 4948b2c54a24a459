# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What decides the packages comes first, so that a change of code reuses the restored layer.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/ServiceTracker.Statistics/*.csproj src/ServiceTracker.Statistics/packages.lock.json src/ServiceTracker.Statistics/
COPY src/ServiceTracker.Domain/*.csproj src/ServiceTracker.Domain/packages.lock.json src/ServiceTracker.Domain/
COPY src/ServiceTracker.Application/*.csproj src/ServiceTracker.Application/packages.lock.json src/ServiceTracker.Application/
COPY src/ServiceTracker.Infrastructure/*.csproj src/ServiceTracker.Infrastructure/packages.lock.json src/ServiceTracker.Infrastructure/
COPY src/ServiceTracker.Web/*.csproj src/ServiceTracker.Web/packages.lock.json src/ServiceTracker.Web/
RUN dotnet restore src/ServiceTracker.Web/ServiceTracker.Web.csproj --locked-mode

COPY .editorconfig BannedSymbols.txt ./
COPY src/ src/
RUN dotnet publish src/ServiceTracker.Web/ServiceTracker.Web.csproj --no-restore --configuration Release --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# Everything the program writes is under /data and /tmp: the rest of the file system may be read-only.
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 0750 /data
ENV ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8080 \
    DataDirectory=/data \
    ASPNETCORE_TEMP=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["dotnet", "ServiceTracker.Web.dll"]
