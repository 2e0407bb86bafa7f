FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
WORKDIR /portal
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
# Collecting needs settings, and no secret: these are forgotten with the line.
RUN SECRET_KEY=while-building TESTPRESS_API_URL=https://institute.example \
    python manage.py collectstatic --noinput \
    && useradd --system --uid 10001 portal

USER 10001
EXPOSE 8000
# `release` of the Procfile runs beforehand, once: docs/deploy.md.
CMD ["sh", "-c", "eval exec \"$(sed -n 's/^web: //p' Procfile)\""]
